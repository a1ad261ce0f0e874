import LinearAlgebra
import Matrices

/// Fitted independent components: sources that are mixed to give the features, as far from normally distributed as
/// possible.
///
/// Sources have unit variance (divisor: the number of rows). The data determine neither their order nor their signs. They
/// are ordered by the variance that they add to the features, largest first, and the loading of largest magnitude in each
/// row of `unmixing` is positive.
public struct IndependentComponents: Sendable, Equatable {
    /// The mean of each column, `[columns]`.
    public let mean: [Double]
    /// `[count, columns]`: features less their mean, multiplied by row `i`, give source `i`.
    public let unmixing: Matrix
    /// `[count, columns]`: row `i` is what source `i` adds to the features when it is 1.
    public let mixing: Matrix
    /// `[count]`, descending: the variance of the features that comes from each source, with the divisor `samples - 1`.
    public let explainedVariance: [Double]
    /// `[count]`: each variance divided by the variance of all columns.
    public let explainedVarianceRatio: [Double]
    /// The number of rows of the fit.
    public let samples: Int
    /// The variances of the principal components in all directions that were computed, descending.
    public let scree: [Double]
    /// How the components were found.
    public let method: UnmixingMethod

    /// Turns whitened principal components by a rotation `[count, count]`, to directions along which the whitened rows have
    /// these deviations.
    init(
        rotating whitening: PrincipalComponents, by rotation: [Double], deviations: [Double], method: UnmixingMethod
    ) {
        let (count, columns) = (deviations.count, whitening.mean.count)
        let share = Double(whitening.samples - 1) / Double(whitening.samples)
        let scales = whitening.explainedVariance.map { ($0 * share).squareRoot() }
        func element(_ row: Int, _ column: Int) -> Double { rotation[row * count + column] }
        let variances = (0..<count).map { row in
            (0..<count).reduce(0.0) { sum, column in
                let part = element(row, column) * deviations[row] * scales[column]
                return sum + part * part / share
            }
        }
        let order = (0..<count).sorted { variances[$0] > variances[$1] }
        let (to, from) = (
            order.flatMap { row in (0..<count).map { Float(element(row, $0) / (deviations[row] * scales[$0])) } },
            order.flatMap { row in (0..<count).map { Float(element(row, $0) * deviations[row] * scales[$0]) } }
        )
        let unmixing = Matrix(rows: count, columns: count, elements: to).multiplied(by: whitening.components)
        let mixing = Matrix(rows: count, columns: count, elements: from).multiplied(by: whitening.components)
        let turned = turnedRows(of: unmixing)
        mean = whitening.mean
        self.unmixing = withRowsTurned(turned, unmixing)
        self.mixing = withRowsTurned(turned, mixing)
        precondition(unmixing.columns == columns, "the components have the features' columns")
        explainedVariance = order.map { variances[$0] }
        let total = whitening.explainedVariance[0] / whitening.explainedVarianceRatio[0]
        explainedVarianceRatio = order.map { variances[$0] / total }
        samples = whitening.samples
        scree = whitening.scree
        self.method = method
    }

    /// The projection from features to sources.
    public var projection: Projection { Projection(mean: mean, directions: unmixing) }
}
