import Files
import Foundation
import LinearAlgebra
import Records
import Reduction

extension PCAContent {
    /// The projection that these components apply to features.
    public var projection: Projection {
        Projection(
            mean: mean, directions: components,
            scales: whiten ? explainedVariance.map { Float(1 / $0.squareRoot()) } : nil)
    }
}

extension PrincipalComponents {
    /// The fit as it is stored.
    ///
    /// - Parameters:
    ///   - blocks: The columns of each features file.
    ///   - extractors: The descriptions of the extractors that made these columns, as JSON.
    /// - Throws: `EncodingError` if the description of the method cannot be encoded.
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
    /// The fit as it is stored.
    ///
    /// - Parameters:
    ///   - blocks: The columns of each features file.
    ///   - extractors: The descriptions of the extractors that made these columns, as JSON.
    /// - Throws: `EncodingError` if the description of the method cannot be encoded.
    public func content(blocks: [ColumnBlock], extractors: [String]) throws -> PCAContent {
        PCAContent(
            mean: mean, components: unmixing, mixing: mixing, explainedVariance: explainedVariance,
            explainedVarianceRatio: explainedVarianceRatio, singularValues: [], whiten: false, samples: samples,
            blocks: blocks, extractors: extractors, scree: scree, method: try CanonicalJSON.text(method))
    }
}

extension PrincipalComponents {
    /// Creates components from a fit by scikit-learn; ratios that its file lacks become NaN, a missing sample count 0.
    public init(_ arrays: PrincipalComponentArrays) {
        self.init(
            mean: arrays.mean, components: arrays.components, explainedVariance: arrays.explainedVariance,
            explainedVarianceRatio: arrays.explainedVarianceRatio
                ?? [Double](repeating: .nan, count: arrays.components.rows),
            samples: arrays.samples ?? 0, whitens: arrays.whitens)
    }
}

extension FeaturesJoin: RowSource {
    /// The number of rows.
    public var rowCount: Int { count }
}
