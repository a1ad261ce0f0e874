import Foundation
import LinearAlgebra
import Reduction
import Storage

extension PrincipalComponents {
    /// The fit that a file holds. Of how it came about nothing is said where that is written in terms of another version.
    public init(_ content: PCAContent) {
        self.init(
            mean: content.mean, components: content.components, explainedVariance: content.explainedVariance,
            explainedVarianceRatio: content.explainedVarianceRatio, samples: content.samples, whitens: content.whiten,
            scree: content.scree,
            method: content.method.flatMap { try? JSONDecoder().decode(FittingMethod.self, from: Data($0.utf8)) })
    }

    /// What is stored of the fit, with the extractors whose columns it takes.
    public func content(blocks: [ColumnBlock], extractors: [String]) throws -> PCAContent {
        PCAContent(
            mean: mean, components: components, explainedVariance: explainedVariance,
            explainedVarianceRatio: explainedVarianceRatio,
            singularValues: explainedVariance.map { samples > 0 ? ($0 * Double(samples - 1)).squareRoot() : .nan }, whiten: whitens,
            samples: samples, blocks: blocks, extractors: extractors, scree: scree,
            method: try method.map { try CanonicalJSON.text($0) })
    }
}

extension PrincipalComponents {
    /// A fit of scikit-learn's; what its file does not say is not a number, and 0 samples.
    public init(_ arrays: PrincipalComponentArrays) {
        self.init(
            mean: arrays.mean, components: arrays.components, explainedVariance: arrays.explainedVariance,
            explainedVarianceRatio: arrays.explainedVarianceRatio
                ?? [Double](repeating: .nan, count: arrays.components.rows),
            samples: arrays.samples ?? 0, whitens: arrays.whitens)
    }
}

extension Moments {
    /// The moments that a model keeps. Throws `PipelineError.statisticsMissing` where it keeps none.
    public init(keptIn model: String) throws {
        let content = try PCAFile.read(model)
        guard let triangle = try PCAFile.readScatter(model) else { throw PipelineError.statisticsMissing(model: model) }
        self.init(
            count: content.samples, mean: content.mean,
            scatter: SymmetricSum(side: content.mean.count, triangle: triangle))
    }
}

extension FeaturesJoin: RowSource {
    public var rowCount: Int { count }
}
