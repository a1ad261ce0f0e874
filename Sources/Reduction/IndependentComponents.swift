import LinearAlgebra
import Matrices

/// Fitted independent components: sources that features are mixtures of, as far from normally distributed as can be.
///
/// Sources have unit variance (divisor: the number of rows). Neither their order nor their signs are determined by the
/// data: they stand by the variance that they add to the features, the largest first, and the loading of largest
/// magnitude in each row of `unmixing` is positive.
public struct IndependentComponents: Sendable, Equatable {
    /// `[columns]`.
    public let mean: [Double]
    /// `[count, columns]`: features less their mean times row `i` is source `i`.
    public let unmixing: Matrix
    /// `[count, columns]`: row `i` is what source `i` adds to the features where it is 1.
    public let mixing: Matrix
    /// `[count]`, descending: the variance of the features that comes from each source; divisor `samples - 1`.
    public let explainedVariance: [Double]
    /// `[count]`, each variance divided by that of all columns.
    public let explainedVarianceRatio: [Double]
    public let samples: Int
    /// Of the principal components: the variances in all directions that were computed, descending.
    public let scree: [Double]
    public let method: UnmixingMethod

    /// Whitening by principal components, then a rotation `[count, count]` to directions along which the whitened rows
    /// have these deviations.
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

    /// What is applied to features.
    public var projection: Projection { Projection(mean: mean, directions: unmixing) }
}
