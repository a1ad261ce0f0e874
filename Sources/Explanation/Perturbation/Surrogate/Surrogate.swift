import Foundation
import LinearAlgebra

/// A linear model of a judge around one picture: an intercept, and a weight for each segment that is shown.
package struct Surrogate: Sendable, Equatable {
    /// What the model says if everything is hidden.
    package let intercept: Double
    /// The weight of each segment; 0 for one that was not chosen.
    package let weights: [Double]
    /// The weighted R²: the share of the variation that the model explains; nil if there is no variation.
    package let determination: Double?
    /// The number of segments that were chosen.
    package let chosen: Int

    /// What the model says if everything is shown.
    package var prediction: Double { weights.reduce(intercept, +) }

    /// Fits a ridge regression whose squared weights are multiplied by 1.
    ///
    /// - Parameters:
    ///   - masks: The samples.
    ///   - values: The judge's number for each.
    ///   - kernelWidth: See `kernel`.
    ///   - choice: How segments are chosen.
    ///   - most: The largest number of segments that are chosen; nil for all.
    /// - Throws: `LinearAlgebraError` if LAPACK fails.
    package init(
        _ masks: SegmentMasks, values: [Double], kernelWidth: Double, choice: SegmentChoice, most: Int?
    ) throws(LinearAlgebraError) {
        let moments = WeightedMoments(masks, values: values, weights: Self.kernel(masks, width: kernelWidth))
        let columns = try choice.chosen(most ?? max(masks.segments, 7), by: moments).sorted()
        let coefficients = try moments.ridge(on: columns, penalty: 1)
        var weights = [Double](repeating: 0, count: masks.segments)
        for (column, coefficient) in zip(columns, coefficients) { weights[column] = coefficient }
        self.weights = weights
        intercept = moments.valueMean - zip(weights, moments.means).reduce(0) { $0 + $1.0 * $1.1 }
        determination = moments.determination(of: coefficients, on: columns)
        chosen = columns.count
    }

    /// The weight of each sample: √exp(-d² / width²), where d is the cosine distance between its mask and one that shows all.
    ///
    /// The distance is 1 less the root of the share of segments that are shown.
    package static func kernel(_ masks: SegmentMasks, width: Double) -> [Double] {
        (0..<masks.count).map { number in
            let shown = masks.sample(number).reduce(0) { $0 + Int($1) }
            let distance = 1 - (Double(shown) / Double(masks.segments)).squareRoot()
            return exp(-distance * distance / (width * width)).squareRoot()
        }
    }
}
