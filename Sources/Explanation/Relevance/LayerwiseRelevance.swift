import Graphs
import Imaging
import Inference
import Judging
import Kernels

/// Layer-wise relevance propagation: what the softmax takes is handed back from layer to layer, down to the pixels.
///
/// Each layer divides it among what it read (Bach et al. 2015, doi:10.1371/journal.pone.0130140).
/// It explains the log of the odds of aesthetic, or of a judge of ratings what raises the mean score. Batch normalisations are folded
/// first. Concatenations divide; sums divide by the addends; the largest value of a window takes all, and a mean divides by its
/// values; gates count as constants; activations pass on.
public struct LayerwiseRelevance: LayerMethod {
    /// The judge.
    public let layers: JudgeLayers
    /// The rule of each layer.
    public var rules: RelevanceRules

    /// Relevance by these rules.
    ///
    /// - Parameters:
    ///   - layers: The judge.
    ///   - rules: The rule of each layer.
    public init(_ layers: JudgeLayers, rules: RelevanceRules = .composite()) {
        (self.layers, self.rules) = (layers, rules)
    }

    /// `lrp`.
    public var name: String { "lrp" }

    /// Explains the log of the odds of a picture.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        let (attribution, _) = try relevance(of: picture)
        try progress.report(1, of: 1)
        return attribution
    }

    /// Explains the log of the odds of a picture, and says where its relevance went.
    ///
    /// - Parameters:
    ///   - picture: The working picture.
    ///   - measures: Whether the report says what each layer took and handed down, which takes a few passes over all maps.
    /// - Throws: What the networks throw.
    public func relevance(
        of picture: Picture, measures: Bool = true
    ) throws -> (attribution: Attribution, report: RelevanceReport) {
        let prepared = try prepared(picture)
        let pass = try pass(for: prepared.sizes, measures: measures)
        let explained = pass.runBack([prepared.values], .odds)[0]
        let maps = pass.counts.indices.map { pass.plan.inputRelevance($0, rows: 1).summed }
        var attribution = try layers.attribution(maps, on: picture, method: name, explained: explained)
        let report = report(pass, explained: explained, reached: maps.joined().reduce(0) { $0 + Double($1) })
        attribution.figures.insert(.init("relevance at the pixels", report.reached), at: 0)
        if measures {
            attribution.tables = report.tables(networks: layers.judge.extractors.map(\.network))
            attribution.sum = .init(found: report.reached + report.biases, expected: explained)
            attribution.figures.insert(.init("relevance of biases", report.biases), at: 1)
            attribution.figures.insert(
                .init("relevance of stabilisers", explained - report.reached - report.biases), at: 2)
        }
        return (attribution, report)
    }

    private func pass(for sizes: [Extent], measures: Bool) throws -> LayerPass {
        let explained = layers.explained
        let bound = try Model(explained.model.graph.bound(to: sizes), parameters: explained.model.parameters)
        var settings = LayerPass.Settings()
        var relevance = rules.settings(for: bound, bounds: layers.inputs.map(\.range))
        relevance.measures = measures
        settings.relevance = relevance
        return try layers.pass(sizes, settings)
    }

    private func report(_ pass: LayerPass, explained: Double, reached: Double) -> RelevanceReport {
        let columns = pass.columnRelevance()
        let taps = zip(columns, layers.judge.extractors).map { columns, extractor in
            var rest = columns[...]
            return zip(extractor.taps, extractor.tapWidths).map { tap, width in
                defer { rest = rest.dropFirst(width) }
                return RelevanceReport.Part(name: tap, relevance: rest.prefix(width).reduce(0, +))
            }
        }
        return RelevanceReport(
            explained: explained, reached: reached,
            layers: pass.plan.layers.map { .init(name: $0.node, taken: $0.taken, handed: $0.handed, biases: $0.biases) },
            columns: columns, taps: taps)
    }
}

extension LayerPass {
    /// The relevance of each column of each input's features, after relevance has come back for one picture.
    package func columnRelevance() -> [[Double]] {
        explained.features.map { node in
            let (values, gradient) = (plan.values(at: node), plan.gradient(at: node))
            return (0..<graph.nodes[node].channels).map { Double(values[$0]) * Double(gradient[$0]) }
        }
    }
}
