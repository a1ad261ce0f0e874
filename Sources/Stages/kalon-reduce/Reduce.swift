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

    @Option(help: ArgumentHelp("How many to keep: a whole number, or a share of the variance below 1.", valueName: "count|share"))
    var components: String?

    @Option(help: ArgumentHelp("Where to write the fitted components.", valueName: "pca.h5"))
    var model: String?

    @Option(help: ArgumentHelp("Apply these components instead of fitting.", valueName: "pca.h5"))
    var apply: String?

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
            throw ValidationError("--components is '\(components ?? "")'; a whole number or a share below 1 is expected")
        }
    }

    private var size: PrincipalComponentConfiguration.Size? {
        guard let components else { return nil }
        return Int(components).map { .count($0) } ?? Double(components).map { .varianceShare($0) }
    }

    func execute(_ context: StageContext) throws {
        try context.requireWritable(
            [apply == nil ? model : nil, output].compactMap { $0 }, inputs: features + [apply].compactMap { $0 })
        let source = try SourceFeatures(features)
        if let reduced = source.join.files.first(where: { $0.header.reductionJSON != nil }) {
            throw PipelineError.alreadyReduced(file: reduced.path)
        }
        let matrix = try source.join.readMatrix()
        try context.interruption.check()
        let model = try self.apply ?? fit(matrix, source, context)
        let content = try PCAFile.read(model)
        try requireSameExtractors(content, source, model: model)
        let reduced = try PrincipalComponents(content).transform(matrix)
        try context.interruption.check()
        try write(reduced, source, model: model, context)
        let explained = content.explainedVarianceRatio.reduce(0, +)
        context.progress.log(
            "\(matrix.rows) photographs, \(matrix.columns) columns to \(reduced.columns), "
                + "\(String(format: "%.2f", 100 * explained)) % of the variance")
    }

    /// Fits, writes the model and returns its path.
    private func fit(_ matrix: Matrix, _ source: SourceFeatures, _ context: StageContext) throws -> String {
        guard let size, let model else { preconditionFailure("validated arguments have a size and a model") }
        context.progress.log("fitting on \(matrix.rows) photographs with \(matrix.columns) columns")
        let fitted = try PrincipalComponentConfiguration(size: size, whitens: whiten).fit(matrix)
        let content = fitted.content(
            blocks: source.join.blocks, extractors: source.join.files.map(\.header.extractorJSON))
        try PCAFile.write(content, provenance: try context.provenance(inputs: features), to: model)
        return model
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

    private func write(_ reduced: Matrix, _ source: SourceFeatures, model: String, _ context: StageContext) throws {
        let header = try FeaturesHeader(
            reducing: source, by: model, beside: output)
        let skipped = source.join.files.flatMap(\.skipped)
        try FeaturesFile.write(
            to: output, header: header, rows: source.join.rows, features: reduced, skipped: skipped,
            provenance: try context.provenance(inputs: features + [model]))
    }
}
