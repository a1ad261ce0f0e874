import Matrices

/// Fitted principal components (Pearson 1901): the directions in which features vary most, in order.
///
/// Variances use the divisor `samples - 1`. The sign of each component is fixed: its loading of largest magnitude
/// is positive. Both as in scikit-learn, so that the fitted values agree with it up to rounding.
public struct PrincipalComponents: Sendable, Equatable {
    /// `[columns]`.
    public let mean: [Double]
    /// `[components, columns]`, rows of unit length.
    public let components: Matrix
    /// `[components]`, descending.
    public let explainedVariance: [Double]
    /// `[components]`, each variance divided by the total.
    public let explainedVarianceRatio: [Double]
    /// Number of rows that the fit saw.
    public let samples: Int
    /// Whether `transform` brings every component to unit variance.
    public let whitens: Bool
    /// The variances in all directions that were computed, descending; empty where they are not known.
    public let scree: [Double]
    /// How the components were found; nil where that is not known.
    public let method: FittingMethod?

    /// A fit read from a file. Traps when the shapes do not belong together.
    public init(
        mean: [Double], components: Matrix, explainedVariance: [Double], explainedVarianceRatio: [Double],
        samples: Int, whitens: Bool, scree: [Double] = [], method: FittingMethod? = nil
    ) {
        precondition(components.columns == mean.count, "components and mean differ in columns")
        precondition(
            explainedVariance.count == components.rows && explainedVarianceRatio.count == components.rows,
            "each component has one variance and one ratio")
        self.mean = mean
        self.components = components
        self.explainedVariance = explainedVariance
        self.explainedVarianceRatio = explainedVarianceRatio
        self.samples = samples
        self.whitens = whitens
        self.scree = scree
        self.method = method
    }

    /// What is applied to features.
    public var projection: Projection {
        Projection(
            mean: mean, directions: components,
            scales: whitens ? explainedVariance.map { Float(1 / $0.squareRoot()) } : nil)
    }

    /// The scores of `features` `[images, columns]`: `[images, components]`, as `Projection.transform` computes them.
    public func transform(_ features: Matrix) throws(ReductionError) -> Matrix {
        try projection.transform(features)
    }

    /// Calls `body` with the scores of the rows of `source`, block by block, as `Projection.transform` does.
    public func transform(_ source: some RowSource, body: (Matrix) throws -> Void) throws {
        try projection.transform(source, body: body)
    }
}
