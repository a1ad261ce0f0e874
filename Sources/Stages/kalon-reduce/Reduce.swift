import ArgumentParser
import Foundation
import Inference
import Matrices
import Reduction
import StageSupport
import Storage

@main
struct Reduce: Stage {
    static let configuration = CommandConfiguration(
        commandName: "kalon-reduce",
        abstract: "Fits principal components to features, or applies fitted ones.",
        discussion: """
            Several files are joined by path, their columns side by side. Signs and divisor are scikit-learn's. \
            Features of benchmark sets need not be reduced: kalon-evaluate and kalon-predict do it themselves.

            EXAMPLES
              kalon-reduce multigap.h5 --components 8464 --model pca-multigap.h5 \\
                --output reduced.h5
              kalon-reduce b7.h5 --components 0.95 --whiten --model pca-b7.h5 \\
                --output reduced-b7.h5
              kalon-reduce other.h5 --apply pca-multigap.h5 --output reduced-other.h5
            """,
        version: kalonVersion)

    @Argument(help: ArgumentHelp("Features files.", valueName: "features.h5"))
    var features: [String]

    @Option(
        help: ArgumentHelp(
            "How many to keep: a whole number, a share of the variance below 1, auto (those that vary more than chance "
                + "makes them: parallel analysis), or likelihood (the most likely number: Minka's).",
            valueName: "count|share|auto|likelihood"))
    var components: String?

    @Option(help: ArgumentHelp("Where to write the fitted components.", valueName: "pca.h5"))
    var model: String?

    @Option(help: ArgumentHelp("Apply these components instead of fitting.", valueName: "pca.h5"))
    var apply: String?

    @Option(
        help: ArgumentHelp(
            "exact; randomised, for few components; or auto: randomised where it costs at most a quarter. The model says "
                + "which it was, and the bound of its errors.", valueName: "solver"))
    var solver: FittingPlan.Choice = .auto

    @Flag(help: "Bring every component to unit variance.")
    var whiten = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the reduced features.", valueName: "reduced.h5"))
    var output: String

    @OptionGroup(title: "Running")
    var common: CommonOptions

    func validate() throws {
        guard !features.isEmpty else { throw ValidationError("at least one features file is needed") }
        guard (apply == nil) != (components == nil) else {
            throw ValidationError("give either --components with --model, to fit, or --apply, to use a fitted model")
        }
        guard apply != nil || model != nil else { throw ValidationError("--model says where to write the fitted components") }
        guard apply == nil || (model == nil && !whiten) else {
            throw ValidationError("--model and --whiten belong to fitting; --apply takes both from its file")
        }
        if components != nil, size == nil {
            throw ValidationError("--components is '\(components ?? "")'; a whole number, a share below 1, auto or likelihood is expected")
        }
    }

    private var size: PrincipalComponentConfiguration.Size? {
        guard let components else { return nil }
        switch components {
        case "auto": return .parallelAnalysis
        case "likelihood": return .likelihood
        default: return Int(components).map { .count($0) } ?? Double(components).map { .varianceShare($0) }
        }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable(
            [apply == nil ? model : nil, output].compactMap { $0 }, inputs: features + [apply].compactMap { $0 })
        let source = try SourceFeatures(features)
        if let reduced = source.join.files.first(where: { $0.header.reductionJSON != nil }) {
            throw PipelineError.alreadyReduced(file: reduced.path)
        }
        let inputs = try features.map { try Provenance.Input(readingFile: $0) }
        let content = try apply.map { try PCAFile.read($0) } ?? fit(source, inputs, context)
        guard let model = apply ?? model else { preconditionFailure("validated arguments have a model") }
        try requireSameExtractors(content, source, model: model)
        try write(PrincipalComponents(content), source, model: model, inputs, context)
        let explained = content.explainedVarianceRatio.reduce(0, +)
        context.progress.log(
            "\(source.join.count) photographs, \(source.join.columns) columns to \(content.components.rows), "
                + "\(String(format: "%.2f", 100 * explained)) % of the variance")
    }

    /// Fits and writes the model.
    private func fit(
        _ source: SourceFeatures, _ inputs: [Provenance.Input], _ context: StageContext
    ) throws -> PCAContent {
        guard let size, let model else { preconditionFailure("validated arguments have a size and a model") }
        let join = source.join
        let configuration = PrincipalComponentConfiguration(
            size: size, whitens: whiten, solver: solver, seed: context.seed)
        let plan = configuration.plan(rows: join.count, columns: join.columns)
        try plan.requireMemory(columns: join.columns)
        context.progress.log("fitting on \(join.count) photographs with \(join.columns) columns: \(plan.summary)")
        context.progress.begin()
        let fitted = try configuration.fit(join) { read in
            try context.interruption.check()
            context.progress.update(done: read, total: join.count, note: "read")
        }
        try context.interruption.check()
        let content = try fitted.content(blocks: join.blocks, extractors: join.files.map(\.header.extractorJSON))
        try PCAFile.write(content, provenance: context.provenance(inputs: inputs), to: model)
        return content
    }

    private func requireSameExtractors(_ content: PCAContent, _ source: SourceFeatures, model: String) throws {
        let expected = try content.extractors.flatMap { try ExtractorConfiguration.list(json: $0) }
        guard expected.count == source.extractors.count,
            zip(expected, source.extractors).allSatisfy({ $0.describesSameFeatures(as: $1) })
        else {
            throw PipelineError.extractorsDiffer(
                model: model, found: source.extractors.map(\.summary), expected: expected.map(\.summary))
        }
    }

    /// Projects the features block by block into the output.
    private func write(
        _ components: PrincipalComponents, _ source: SourceFeatures, model: String, _ inputs: [Provenance.Input],
        _ context: StageContext
    ) throws {
        let join = source.join
        let writer = try FeaturesWriter(
            path: output, header: try FeaturesHeader(reducing: source, by: model, beside: output),
            columns: components.components.rows, capacity: join.count)
        context.progress.begin()
        try components.transform(join) { scores in
            try context.interruption.check()
            try writer.append(scores)
            context.progress.update(done: writer.count, total: join.count, note: "reduced")
        }
        try writer.finish(
            rows: join.rows, skipped: join.files.flatMap(\.skipped),
            provenance: context.provenance(inputs: inputs + [try Provenance.Input(readingFile: model)]))
    }
}

extension FittingPlan.Choice: ExpressibleByArgument {}
