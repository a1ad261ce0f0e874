import Graphs
import Imaging

/// Gradients along the straight line from a baseline to the picture (Sundararajan, Taly and Yan 2017, doi:10.48550/arXiv.1703.01365).
///
/// The line is cut into steps of one length, and each step has the gradient of its middle. Where the gradient of a step and the
/// change of the number along it differ most, the step is halved, until all attributions add up to the difference from the baseline
/// within a bound: networks of ReLUs change abruptly at few places of the line, where many steps are needed, and hardly elsewhere.
public struct IntegratedGradients: LayerMethod {
    /// The judge.
    public let layers: JudgeLayers
    /// What is explained.
    public var number = ExplainedNumber.verdict
    /// Where the line begins.
    public var baseline = Baseline.black
    /// The number of steps at first.
    public var steps = 32
    /// The most gradients; with as many as steps, no step is halved.
    public var mostSteps = 1000
    /// The gap that is allowed, as a share of the difference from the baseline.
    public var bound = 0.01

    /// The least difference from the baseline of which the bound is a share: below, the gap is rounding.
    private static let leastDifference = 1e-3

    /// Integrated gradients from black.
    ///
    /// - Parameter layers: The judge.
    public init(_ layers: JudgeLayers) { self.layers = layers }

    /// `integrated-gradients`.
    public var name: String { "integrated-gradients" }

    /// Explains the difference of a picture's number from that of the baseline.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        precondition(steps > 0, "a line of no steps")
        let prepared = try prepared(picture)
        let base = try layers.prepared(baseline.picture(for: picture))
        let pass = try layers.gradientPass(for: prepared)
        var line = GradientLine(pass, from: base.values, to: prepared.values, number)
        try line.walk(steps: steps, most: mostSteps, bound: bound, least: Self.leastDifference, progress)
        let maps = line.attributions.map(\.summed)
        var attribution = try layers.attribution(maps, on: picture, method: name, explained: line.end)
        let gap = line.found - line.difference
        attribution.sum = .init(found: line.found, expected: line.difference)
        attribution.figures += [
            .init("baseline", line.start), .init("gradients", Double(line.evaluations)), .init("gap", gap),
        ]
        if abs(gap) > bound * max(abs(line.difference), Self.leastDifference) {
            attribution.notes.append(
                "after \(line.evaluations) gradients the attributions still add up to \(Float(line.found)) where the number differs by "
                    + "\(Float(line.difference)) from the baseline; more steps would bring them closer")
        }
        return attribution
    }
}
