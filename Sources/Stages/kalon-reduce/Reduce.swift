import ArgumentParser
import Foundation
import Inference
import Matrices
import Reduction
import StageSupport
import Storage

@main
struct KalonReduce: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kalon-reduce",
        abstract: "Fits principal components to features, or applies fitted ones.",
        discussion: """
            Rows are read block by block, so that files may be larger than memory. Several files are joined by path, their columns side by side. Signs and divisor are scikit-learn's. \
            Features of benchmark sets need not be reduced: kalon-evaluate and kalon-predict do it themselves.

            EXAMPLES
              kalon-reduce multigap.h5 --components 8464 --model pca-multigap.h5 \\
                --output reduced.h5
              kalon-reduce b7.h5 --components 0.95 --whiten --model pca-b7.h5 \\
                --output reduced-b7.h5
              kalon-reduce other.h5 --apply pca-multigap.h5 --output reduced-other.h5
              kalon-reduce first.h5 --components 512 --keep-statistics --model p1.h5 \\
                --output r1.h5
              kalon-reduce later.h5 --update p1.h5 --components 512 --model p2.h5 \\
                --output r2.h5
              kalon-reduce import pca.pkl --features multigap.h5 --output pca-multigap.h5
              kalon-reduce export pca-multigap.h5 --output pca.npz
            """,
        version: kalonVersion, subcommands: [Reduce.self, Import.self, Export.self], defaultSubcommand: Reduce.self)
}

/// A subcommand, which speaks under the name of the whole.
protocol ReduceStage: Stage {}

extension ReduceStage {
    static var name: String { "kalon-reduce" }
}

struct Reduce: ReduceStage {
    static let configuration = CommandConfiguration(
        commandName: "fit", abstract: "Fits and applies, or applies with --apply; what is done without a subcommand.")

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

    @Flag(help: "Keep in the model what it takes to add photographs later: 4 columns² bytes.")
    var keepStatistics = false

    @Option(
        help: ArgumentHelp(
            "Fit on the photographs of this model as well, of which only its statistics are needed.", valueName: "pca.h5"))
    var update: String?

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
        guard apply == nil || (model == nil && !whiten && update == nil && !keepStatistics) else {
            throw ValidationError(
                "--model, --whiten, --update and --keep-statistics belong to fitting; --apply takes all from its file")
        }
        guard solver != .randomised || (update == nil && !keepStatistics) else {
            throw ValidationError("the randomised solver has no statistics to keep; --solver exact has")
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
            [apply == nil ? model : nil, output].compactMap { $0 }, inputs: features + [apply, update].compactMap { $0 })
        let source = try SourceFeatures(features)
        if let reduced = source.join.files.first(where: { $0.header.reductionJSON != nil }) {
            throw PipelineError.alreadyReduced(file: reduced.path)
        }
        let inputs = try (features + [update].compactMap { $0 }).map { try Provenance.Input(readingFile: $0) }
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
        let keepsMoments = keepStatistics || update != nil
        let plan = configuration.plan(rows: join.count, columns: join.columns, keepsMoments: keepsMoments)
        try plan.requireMemory(columns: join.columns)
        context.progress.log("fitting on \(join.count) photographs with \(join.columns) columns: \(plan.summary)")
        context.progress.begin()
        func observe(_ read: Int) throws {
            try context.interruption.check()
            context.progress.update(done: read, total: join.count, note: "read")
        }
        let writer = try PCAWriter(path: model)
        let fitted = try keepsMoments
            ? fit(configuration, plan, source, writer, observe: observe) : configuration.fit(join, observe: observe)
        try context.interruption.check()
        let content = try fitted.content(blocks: join.blocks, extractors: join.files.map(\.header.extractorJSON))
        try writer.finish(content, provenance: context.provenance(inputs: inputs))
        return content
    }

    /// Fits on moments, which may have been begun by an earlier fit and may be kept for a later one.
    private func fit(
        _ configuration: PrincipalComponentConfiguration, _ plan: FittingPlan, _ source: SourceFeatures,
        _ writer: PCAWriter, observe: (Int) throws -> Void
    ) throws -> PrincipalComponents {
        if let update { try requireSameExtractors(PCAFile.read(update), source, model: update) }
        var moments = try update.map { try Moments(keptIn: $0) } ?? Moments(columns: source.join.columns)
        try moments.add(source.join, in: plan.arithmetic, observe: observe)
        if keepStatistics {
            try writer.writeScatter(columns: source.join.columns) { moments.scatter.triangleRow($0) }
        }
        return try configuration.fit(consume moments, in: plan.arithmetic)
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
