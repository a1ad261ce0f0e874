import LinearAlgebra
import Matrices

/// The way of relevance through a dense layer whose rule changes its weights.
final class DenseRelevance {
    private let source: Slot
    private let result: Slot
    private let kernel: UnsafePointer<Float>
    private let bias: UnsafePointer<Float>?
    private let rule: LayerRule
    private let branches: [RuleBranch]
    private var weights: [WeightPart: FloatBuffer] = [:]

    /// - Parameters:
    ///   - kernel: `[inputs, units]`.
    ///   - bias: Nil for a layer without.
    ///   - clamps: Whether a ReLU follows.
    init(
        from source: Slot, to result: Slot, kernel: UnsafePointer<Float>, bias: UnsafePointer<Float>?, _ rule: LayerRule,
        clamps: Bool
    ) {
        (self.source, self.result, self.kernel, self.bias, self.rule) = (source, result, kernel, bias, rule)
        branches = rule.branches(clamps: clamps)
    }

    private func weights(_ part: WeightPart) -> UnsafePointer<Float> {
        if let known = weights[part] { return UnsafePointer(known.pointer) }
        let changed = FloatBuffer(count: source.width * result.width)
        for index in 0..<changed.count { changed.pointer[index] = part.value(kernel[index]) }
        weights[part] = changed
        return UnsafePointer(changed.pointer)
    }

    /// Hands the relevance of the result down, and returns what stays with the biases, if that is asked for.
    func run(rows: Int, stabiliser: Float, measures: Bool) -> Double {
        var kept = 0.0
        for branch in branches {
            let sums = sums(branch.part, rows: rows)
            for index in 0..<rows * result.width {
                let value = result.values[index]
                let counts = branch.sign == 0 || (branch.sign > 0 ? value > 0 : value < 0)
                let share = branch.factor * value * result.gradientTarget[index]
                sums.pointer[index] = counts ? share / sums.pointer[index].steadied(by: stabiliser) : 0
                if measures { kept += Double(sums.pointer[index] * offset(index % result.width, branch.part)) }
            }
            handDown(sums, branch.part, rows: rows)
        }
        return kept
    }

    private func offset(_ unit: Int, _ part: WeightPart) -> Float { bias.map { part.value($0[unit]) } ?? 0 }

    private func sums(_ part: WeightPart, rows: Int) -> FloatBuffer {
        let sums = product(of: half(sign: 1, rows: rows), part, rows: rows)
        let others = product(of: half(sign: -1, rows: rows), part.opposite, rows: rows)
        for index in 0..<rows * result.width {
            sums.pointer[index] += others.pointer[index] + offset(index % result.width, part)
        }
        return sums
    }

    private func half(sign: Float, rows: Int) -> FloatBuffer {
        let half = FloatBuffer(count: rows * source.width)
        for index in 0..<half.count { half.pointer[index] = sign * max(sign * source.values[index], 0) }
        return half
    }

    private func product(of input: FloatBuffer, _ part: WeightPart, rows: Int) -> FloatBuffer {
        let sums = FloatBuffer(count: rows * result.width)
        multiply(
            m: rows, n: result.width, k: source.width, UnsafePointer(input.pointer), aStride: source.width, .asStored,
            weights(part), bStride: result.width, .asStored, into: sums.pointer, cStride: result.width)
        return sums
    }

    private func handDown(_ shares: FloatBuffer, _ part: WeightPart, rows: Int) {
        func back(_ part: WeightPart) -> FloatBuffer {
            let target = FloatBuffer(count: rows * source.width)
            multiply(
                m: rows, n: source.width, k: result.width, UnsafePointer(shares.pointer), aStride: result.width, .asStored,
                weights(part), bStride: result.width, .transposed, into: target.pointer, cStride: source.width)
            return target
        }
        let (above, below) = (back(part), back(part.opposite))
        source.addGradient(rows: rows) { target in
            for index in 0..<rows * source.width {
                target[index] = source.values[index] < 0 ? below.pointer[index] : above.pointer[index]
            }
        }
    }
}
