import ArgumentParser
import Imaging
import Reporting
import StageSupport

/// The options that have verdicts explained in a report.
struct ReportedExplanations: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many of the most confident right and wrong verdicts of each class to explain; needs --photographs and the "
                + "classifier.",
            valueName: "count"))
    var explain = 0

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The methods of --explain, as kalon-explain has them (default: grad-cam).", valueName: "name"))
    var explainBy: [ExplanationMethodName] = []

    @OptionGroup(title: "Methods of --explain")
    var options: ExplanationOptions

    @OptionGroup(title: "Explanations")
    var weights: MovedWeightsOptions

    @OptionGroup(title: "Running")
    var cache: CacheOptions

    private static let most = 6
    /// The longest side of a drawing on the page, in pixels.
    private static let side = 260

    func validate() throws {
        try OptionNumbers.require("--explain", explain, 0...Self.most)
        guard explain > 0 || explainBy.isEmpty else {
            throw ValidationError("--explain-by is given, but nothing is to be explained; give --explain COUNT")
        }
    }

    /// Explains photographs; one that fails is reported and left out.
    ///
    /// - Parameters:
    ///   - photographs: The photographs, as they are shown and where they are.
    ///   - model: The classifier.
    ///   - missing: The files behind the results that are gone or have changed.
    ///   - decoder: Decodes photographs.
    ///   - context: The seed, the threads, progress and interruption.
    /// - Throws: `PipelineError.classifierChanged`, `Interrupted`, and what the judge throws.
    func photographs(
        _ photographs: [(name: String, location: String)], judgedBy model: String, missing: [String], decoder: PictureDecoder,
        _ context: StageContext
    ) throws -> [ExplainedPhotograph] {
        guard !photographs.isEmpty else { return [] }
        guard !missing.contains(model) else { throw PipelineError.classifierChanged(model) }
        let judge = try ExplainedJudge(
            path: model, weights: try weights.byNetwork(), context: context, cache: cache.cache(context), decoder: decoder)
        let explainer = try PhotographExplainer(
            judge, methods: explainBy.isEmpty ? [.gradCAM] : explainBy, options: options, measures: nil,
            decoder: decoder, context: context)
        return try photographs.compactMap { name, location -> ExplainedPhotograph? in
            try context.interruption.check()
            do {
                let outcome = try explainer.explain(name, at: location, kept: nil) { _ in }
                for (method, fault) in outcome.failures {
                    context.progress.log("\(name): \(method): \(Report.sentence(of: fault))")
                }
                return try ExplanationDrawing(outcome.record, of: outcome.picture, side: Self.side).explained()
            } catch let error as ImagingError {
                context.progress.log("\(name): \(error.reason)")
                return nil
            }
        }
    }
}
