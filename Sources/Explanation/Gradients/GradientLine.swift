/// Gradients along a line between two pictures.
package struct GradientLine {
    /// A step along the line, with the sum of its attributions.
    private struct Step {
        let from: Double
        let to: Double
        let fromValue: Double
        let toValue: Double
        let middleValue: Double
        /// For each input, the gradient times the length of the step.
        let gradients: [[Float]]
        let sum: Double

        /// By how much the attributions miss the change of the number.
        var gap: Double { sum - (toValue - fromValue) }
    }

    /// A step before its gradient is known.
    private struct Part {
        let from: Double
        let to: Double
        let fromValue: Double
        let toValue: Double
    }

    private let pass: LayerPass
    private let base: [[Float]]
    private let direction: [[Float]]
    private let number: ExplainedNumber
    private var steps: [Step] = []
    /// The number at the beginning.
    package private(set) var start = 0.0
    /// The number at the end.
    package private(set) var end = 0.0
    /// The gradients that were computed.
    package private(set) var evaluations = 0

    package init(_ pass: LayerPass, from base: [[Float]], to picture: [[Float]], _ number: ExplainedNumber) {
        (self.pass, self.base, self.number) = (pass, base, number)
        direction = zip(picture, base).map { $0.less($1) }
    }

    /// The difference that attributions should add up to.
    package var difference: Double { end - start }
    /// What they add up to.
    package var found: Double { steps.reduce(0) { $0 + $1.sum } }

    /// For each input, what each of its values adds.
    package var attributions: [[Float]] {
        direction.indices.map { input in
            var total = [Float](repeating: 0, count: direction[input].count)
            for step in steps { total.add(step.gradients[input], times: 1) }
            for index in total.indices { total[index] *= direction[input][index] }
            return total
        }
    }

    /// Walks the line, and halves steps until the gap is within the bound.
    ///
    /// - Throws: `ExplanationError.cancelled`.
    package mutating func walk(
        steps count: Int, most: Int, bound: Double, least: Double, _ progress: ExplanationProgress
    ) throws(ExplanationError) {
        let ends = (0...count).map { Double($0) / Double(count) }
        let values = ends.map { position in pass.runBackless(point(position), number) }
        (start, end) = (values[0], values[count])
        try add(
            (0..<count).map { Part(from: ends[$0], to: ends[$0 + 1], fromValue: values[$0], toValue: values[$0 + 1]) }, of: most,
            progress)
        while abs(found - difference) > bound * max(abs(difference), least), evaluations + 2 <= most {
            let worst = steps.indices.sorted { abs(steps[$0].gap) > abs(steps[$1].gap) }
            let halved = Set(worst.prefix(max(1, min(worst.count / 4, (most - evaluations) / 2))))
            let parts = halved.sorted().flatMap { index -> [Part] in
                let (step, middle) = (steps[index], (steps[index].from + steps[index].to) / 2)
                return [
                    Part(from: step.from, to: middle, fromValue: step.fromValue, toValue: step.middleValue),
                    Part(from: middle, to: step.to, fromValue: step.middleValue, toValue: step.toValue),
                ]
            }
            steps = steps.indices.filter { !halved.contains($0) }.map { steps[$0] }
            try add(parts, of: most, progress)
        }
    }

    private func point(_ position: Double) -> [[Float]] {
        zip(base, direction).map { base, direction in
            var point = base
            point.add(direction, times: Float(position))
            return point
        }
    }

    private mutating func add(
        _ parts: [Part], of most: Int, _ progress: ExplanationProgress
    ) throws(ExplanationError) {
        var rest = parts[...]
        while !rest.isEmpty {
            let batch = rest.prefix(pass.rows)
            rest = rest.dropFirst(batch.count)
            let (values, gradients) = pass.gradients(batch.map { point(($0.from + $0.to) / 2) }, number)
            for (part, (value, gradient)) in zip(batch, zip(values, gradients)) { add(part, value, gradient) }
            evaluations += batch.count
            try progress.report(evaluations, of: max(most, evaluations))
        }
    }

    private mutating func add(
        _ part: Part, _ value: Double, _ gradient: [[Float]]
    ) {
        let length = part.to - part.from
        var sum = 0.0
        let scaled = zip(gradient, direction).map { gradient, direction in
            gradient.indices.map { index in
                sum += Double(gradient[index]) * Double(direction[index]) * length
                return gradient[index] * Float(length)
            }
        }
        steps.append(
            Step(
                from: part.from, to: part.to, fromValue: part.fromValue, toValue: part.toValue, middleValue: value,
                gradients: scaled, sum: sum))
    }
}
