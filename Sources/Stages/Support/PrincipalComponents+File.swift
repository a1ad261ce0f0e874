import Foundation
import LinearAlgebra
import Reduction
import Storage

extension PCAContent {
    /// What is applied to features.
    public var projection: Projection {
        Projection(
            mean: mean, directions: components,
            scales: whiten ? explainedVariance.map { Float(1 / $0.squareRoot()) } : nil)
    }
}

extension PrincipalComponents {
    /// What is stored of the fit, with the extractors whose columns it takes.
    public func content(blocks: [ColumnBlock], extractors: [String]) throws -> PCAContent {
        PCAContent(
            mean: mean, components: components, explainedVariance: explainedVariance,
            explainedVarianceRatio: explainedVarianceRatio,
            singularValues: explainedVariance.map { samples > 0 ? ($0 * Double(samples - 1)).squareRoot() : .nan },
            whiten: whitens, samples: samples, blocks: blocks, extractors: extractors, scree: scree,
            method: try method.map { try CanonicalJSON.text($0) })
    }
}

extension IndependentComponents {
    /// What is stored of the fit, with the extractors whose columns it takes.
    public func content(blocks: [ColumnBlock], extractors: [String]) throws -> PCAContent {
        PCAContent(
            mean: mean, components: unmixing, mixing: mixing, explainedVariance: explainedVariance,
            explainedVarianceRatio: explainedVarianceRatio, singularValues: [], whiten: false, samples: samples,
            blocks: blocks, extractors: extractors, scree: scree, method: try CanonicalJSON.text(method))
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

extension FeaturesJoin: RowSource {
    public var rowCount: Int { count }
}
