import Faults
import Files
import Foundation
import Inference
import Judging
import LinearAlgebra
import Records
import Reduction
import StageSupport

/// Fits reductions as the options say, to the features of one file after another or to all together.
struct ReductionFit {
    private let fitting: FittingOptions
    private let independent: IndependentOptions
    private let context: StageContext

    init(_ fitting: FittingOptions, _ independent: IndependentOptions, _ context: StageContext) {
        self.fitting = fitting
        self.independent = independent
        self.context = context
    }

    /// Fits and writes the model.
    func fit(_ source: SourceFeatures, _ inputs: [Provenance.Input], to path: String) throws -> [PCAContent] {
        let parts = fitting.joint ? [source.join] : try source.join.apart()
        let sizes = try fitting.sizes(files: source.join.files.count)
        let writer = try ReductionWriter(path: path)
        var contents: [PCAContent] = []
        for (part, size) in zip(parts, sizes) {
            let kept = contents.reduce(0) { $0 + $1.bytes }
            let content = try FileFault.naming(part.files[0].path) {
                fitting.method == .ica
                    ? try fitIndependent(part, size, kept: kept) : try fitPrincipal(part, size, source, kept: kept, writer)
            }
            contents.append(content)
            try context.interruption.check()
        }
        try writer.finish(contents, provenance: context.provenance(inputs: inputs))
        return contents
    }

    private func fitPrincipal(
        _ join: FeaturesJoin, _ size: PrincipalComponentConfiguration.Size, _ source: SourceFeatures, kept: Int,
        _ writer: ReductionWriter
    ) throws -> PCAContent {
        let configuration = PrincipalComponentConfiguration(
            size: size, whitens: fitting.whiten, solver: fitting.solver ?? .auto, seed: context.seed)
        let plan = configuration.plan(rows: join.count, columns: join.columns, keepsMoments: fitting.keepsMoments)
            .keeping(bytes: kept)
        try begin(plan, join)
        let fitted =
            try fitting.keepsMoments
            ? fitMoments(configuration, plan, source, writer)
            : configuration.fit(join) { try observe(read: $0, of: join.count) }
        return try fitted.content(blocks: join.blocks, extractors: join.files.map(\.header.extractorJSON))
    }

    /// Fits on moments, which may include those of an earlier fit and may be kept for a later one.
    private func fitMoments(
        _ configuration: PrincipalComponentConfiguration, _ plan: FittingPlan, _ source: SourceFeatures,
        _ writer: ReductionWriter
    ) throws -> PrincipalComponents {
        var moments = try fitting.update.map { try keptMoments($0, source) } ?? Moments(columns: source.join.columns)
        try moments.add(source.join, in: plan.arithmetic) { try observe(read: $0, of: source.join.count) }
        if fitting.keepStatistics {
            try writer.writeScatter(columns: source.join.columns) { moments.scatter.triangleRow($0) }
        }
        return try configuration.fit(consume moments, in: plan.arithmetic)
    }

    /// The moments that a model keeps.
    ///
    /// - Throws: `PipelineError.statisticsMissing` if it keeps none.
    private func keptMoments(_ model: String, _ source: SourceFeatures) throws -> Moments {
        let (content, triangle) = try ReductionFile.readWithScatter(model)
        try [content].requireSameExtractors(as: source.extractors, model: model)
        guard let triangle else { throw PipelineError.statisticsMissing(model: model) }
        return Moments(
            count: content.samples, mean: content.mean,
            scatter: SymmetricSum(side: content.mean.count, triangle: triangle))
    }

    private func fitIndependent(
        _ join: FeaturesJoin, _ size: PrincipalComponentConfiguration.Size, kept: Int
    ) throws -> PCAContent {
        let configuration = try independent.configuration(size, fitting)
        try begin(configuration.plan(rows: join.count, columns: join.columns).keeping(bytes: kept), join)
        let fitted = try configuration.fit(join, seed: context.seed) { stage in
            switch stage {
            case .read(let count): try observe(read: count, of: join.count)
            case .iteration(let number, let change):
                try context.interruption.check()
                context.progress.update(done: number, total: nil, note: "iterations, change \(Float(change))")
            }
        }
        warn(fitted.method, of: fitted.unmixing.rows)
        return try fitted.content(blocks: join.blocks, extractors: join.files.map(\.header.extractorJSON))
    }

    /// Warns, even with `--quiet`, about a search that did not converge: its result may be poor.
    private func warn(_ method: UnmixingMethod, of count: Int) {
        let convergence = method.convergence
        guard convergence.unconverged > 0 else { return }
        context.progress.clear()
        Console.error(
            "\(context.name): warning: \(convergence.unconverged) of \(count) independent components did not converge in "
                + "\(convergence.iterations) iterations; the last one changed them by up to \(Float(convergence.change)), but "
                + "--tolerance is \(Float(method.tolerance)): give more --max-iterations, fewer components, or another "
                + "--contrast")
    }

    private func begin(_ plan: FittingPlan, _ join: FeaturesJoin) throws {
        try plan.requireMemory(columns: join.columns)
        context.progress.log("fitting on \(join.count) photographs with \(join.columns) columns: \(plan.summary)")
        context.progress.begin()
    }

    private func observe(read: Int, of total: Int) throws {
        try context.interruption.check()
        context.progress.update(done: read, total: total, note: "read")
    }
}

extension [PCAContent] {
    /// Throws `PipelineError.extractorsDiffer` unless these reductions take the columns of `extractors`.
    func requireSameExtractors(as extractors: [ExtractorConfiguration], model: String) throws {
        let expected = try flatMap(\.extractors).flatMap { try ExtractorConfiguration.list(json: $0) }
        guard expected.count == extractors.count,
            zip(expected, extractors).allSatisfy({ $0.describesSameFeatures(as: $1) })
        else {
            throw PipelineError.extractorsDiffer(
                model: model, found: extractors.map(\.summary), expected: expected.map(\.summary))
        }
    }
}
