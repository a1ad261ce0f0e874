import Graphs
import Imaging
import Matrices

/// Expected gradients: gradients at random places between random baselines and the picture.
///
/// The method is that of Erion et al. (2021, doi:10.1038/s42256-021-00343-w).
/// Attributions add up to the difference from the mean over the baselines only in the limit; how far they are from it is said.
public struct ExpectedGradients: LayerMethod {
    /// The judge.
    public let layers: JudgeLayers
    /// What is explained.
    public var number = ExplainedNumber.verdict
    /// The baselines to draw from; none for black, white and the picture's mean colour.
    public var backgrounds: [Baseline]
    /// The number of gradients.
    public var samples = 200

    /// Expected gradients.
    ///
    /// - Parameters:
    ///   - layers: The judge.
    ///   - backgrounds: The baselines to draw from; none for black, white and the picture's mean colour.
    public init(_ layers: JudgeLayers, backgrounds: [Baseline] = []) {
        self.layers = layers
        self.backgrounds = backgrounds
    }

    /// `expected-gradients`.
    public var name: String { "expected-gradients" }
    /// It draws baselines and places.
    public var dependsOnSeed: Bool { true }

    /// Explains the difference of a picture's number from that of the baselines.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        precondition(samples > 0, "there is no mean of no samples")
        let prepared = try prepared(picture)
        let chosen = backgrounds.isEmpty ? [.black, .white, .mean] : backgrounds
        let bases = try chosen.map { try layers.prepared($0.picture(for: picture)).values }
        let pass = try layers.gradientPass(for: prepared)
        let explained = pass.runBackless(prepared.values, number)
        let expected = bases.reduce(0) { $0 + pass.runBackless($1, number) } / Double(bases.count)
        var stream = RandomStream(seed: seed, name: "expected gradients")
        let draws = (0..<samples).map { _ in
            ExpectedDraw(base: Int(stream.uniform() * Double(bases.count)), place: stream.uniform())
        }
        let maps = try pass.expected(prepared.values, bases, draws, number, progress).map(\.summed)
        var attribution = try layers.attribution(maps, on: picture, method: name, explained: explained)
        let found = maps.joined().reduce(0) { $0 + Double($1) }
        attribution.sum = .init(found: found, expected: explained - expected)
        attribution.figures += [
            .init("baselines", expected), .init("gradients", Double(samples)), .init("gap", found - explained + expected),
        ]
        attribution.notes.append(
            "expected gradients add up to the difference from the baselines only on average; more samples bring them closer")
        return attribution
    }
}

/// A baseline and a place between it and the picture.
package struct ExpectedDraw {
    package let base: Int
    /// 0 at the baseline, 1 at the picture.
    package let place: Double

    package init(base: Int, place: Double) { (self.base, self.place) = (base, place) }
}

extension LayerPass {
    /// For each input, the mean over draws of gradients times differences from baselines.
    package func expected(
        _ picture: [[Float]], _ bases: [[[Float]]], _ draws: [ExpectedDraw], _ number: ExplainedNumber,
        _ progress: ExplanationProgress
    ) throws(ExplanationError) -> [[Float]] {
        let directions = bases.map { base in zip(picture, base).map { $0.less($1) } }
        var totals = picture.map { [Float](repeating: 0, count: $0.count) }
        var done = 0
        while done < draws.count {
            let batch = Array(draws[done..<min(done + rows, draws.count)])
            let points = batch.map { draw in
                zip(bases[draw.base], directions[draw.base]).map { base, direction in
                    var point = base
                    point.add(direction, times: Float(draw.place))
                    return point
                }
            }
            for (draw, gradient) in zip(batch, gradients(points, number).gradients) {
                for input in totals.indices {
                    let direction = directions[draw.base][input]
                    for index in direction.indices {
                        totals[input][index] += gradient[input][index] * direction[index] / Float(draws.count)
                    }
                }
            }
            done += batch.count
            try progress.report(done, of: draws.count)
        }
        return totals
    }
}
