import ArgumentParser
import Evaluation
import Files
import Foundation
import Inference
import Judging
import Records
import Reduction
import StageSupport

struct Reduce: ReduceStage {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fits components and applies them, or with --apply only applies them; the default subcommand.")

    @Argument(help: ArgumentHelp("Features files.", valueName: "features.h5"))
    var features: [String]

    @OptionGroup(title: "Fitting")
    var fitting: FittingOptions

    @OptionGroup(title: "Independent components")
    var independent: IndependentOptions

    @Option(help: ArgumentHelp("Where to write the fitted components.", valueName: "pca.h5"))
    var model: String?

    @Option(help: ArgumentHelp("Apply these components instead of fitting.", valueName: "pca.h5"))
    var apply: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the reduced features.", valueName: "reduced.h5"))
    var output: String

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func validate() throws {
        guard !features.isEmpty else { throw ValidationError("at least one features file is needed") }
        if apply != nil {
            guard model == nil, fitting.isEmpty, independent.isEmpty else {
                throw ValidationError(
                    "give either --apply, which takes everything from its file, or --model with options such as --whiten"
                )
            }
            return
        }
        guard fitting.components != nil else {
            throw ValidationError("give either --components and --model to fit, or --apply to use a fitted model")
        }
        guard model != nil else { throw ValidationError("--model is missing; it says where to write the fitted components") }
        try fitting.requireSense(files: features.count)
        try independent.requireSense(fitting, files: features.count)
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable(
            [apply == nil ? model : nil, output].compactMap { $0 },
            inputs: features + [apply, fitting.update].compactMap { $0 })
        let source = try SourceFeatures(features)
        if let reduced = source.join.files.first(where: { $0.header.reductionJSON != nil }) {
            throw PipelineError.alreadyReduced(file: reduced.path)
        }
        let inputs = try (features + [apply, fitting.update].compactMap { $0 }).map { try Provenance.Input(readingFile: $0) }
        guard let path = apply ?? model else { preconditionFailure("validated arguments have a model") }
        let contents: [PCAContent]
        if let apply {
            contents = try ReductionFile.readAll(apply)
            try contents.requireSameExtractors(as: source.extractors, model: apply)
        } else {
            for note in source.notesOnParts { context.progress.log(note) }
            contents = try ReductionFit(fitting, independent, context).fit(source.training(), inputs, to: path)
        }
        try write(contents, source, model: path, inputs, context)
        context.progress.log(
            "\(source.join.rows.countInWords), "
                + contents.map { content in
                    let explained = 100 * content.explainedVarianceRatio.reduce(0, +)
                    return "\(content.mean.count) columns to \(content.components.rows), "
                        + "\(String(format: "%.2f", explained)) % of the variance"
                }.joined(separator: "; "))
        context.warn(Warning.randomWeights(of: source.extractors))
    }

    /// Projects the features block by block into the output.
    private func write(
        _ contents: [PCAContent], _ source: SourceFeatures, model: String, _ inputs: [Provenance.Input],
        _ context: StageContext
    ) throws {
        let join = source.join
        let projection = SideBySideProjection(contents.map(\.projection))
        let writer = try FeaturesWriter(
            path: output, header: try FeaturesHeader(reducing: source, by: model, beside: output),
            columns: projection.count, capacity: join.count)
        context.progress.begin()
        try projection.transform(join) { scores in
            try context.interruption.check()
            try writer.append(scores)
            context.progress.update(done: writer.count, total: join.count, note: "reduced")
        }
        let fitted = apply == nil ? [try Provenance.Input(readingFile: model)] : []
        try writer.finish(
            rows: join.rows, skipped: join.files.flatMap(\.skipped), provenance: context.provenance(inputs: inputs + fitted),
            reading: join.files.first?.reading)
    }
}
