import Foundation
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
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return PCAContent(
            mean: mean, components: components, explainedVariance: explainedVariance,
            explainedVarianceRatio: explainedVarianceRatio,
            singularValues: explainedVariance.map { ($0 * Double(samples - 1)).squareRoot() }, whiten: whitens,
            samples: samples, blocks: blocks, extractors: extractors, scree: scree,
            method: try method.map { String(decoding: try encoder.encode($0), as: UTF8.self) })
    }
}

extension FeaturesJoin: RowSource {
    public var rowCount: Int { count }
}
