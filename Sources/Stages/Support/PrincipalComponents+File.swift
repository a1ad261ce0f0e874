import Foundation
import Reduction
import Storage

extension PrincipalComponents {
    /// The fit that a file holds.
    public init(_ content: PCAContent) {
        self.init(
            mean: content.mean, components: content.components, explainedVariance: content.explainedVariance,
            explainedVarianceRatio: content.explainedVarianceRatio, samples: content.samples, whitens: content.whiten)
    }

    /// What is stored of the fit, with the extractors whose columns it takes.
    public func content(blocks: [ColumnBlock], extractors: [String]) -> PCAContent {
        PCAContent(
            mean: mean, components: components, explainedVariance: explainedVariance,
            explainedVarianceRatio: explainedVarianceRatio,
            singularValues: explainedVariance.map { ($0 * Double(samples - 1)).squareRoot() }, whiten: whitens,
            samples: samples, blocks: blocks, extractors: extractors)
    }
}
