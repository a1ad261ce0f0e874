import Matrices

/// Fitted principal components (Pearson 1901, doi:10.1080/14786440109462720): the directions in which features vary most,
/// in order.
///
/// Variances have the divisor `samples - 1`. The sign of each component is chosen so that its loading of largest magnitude
/// is positive. Both follow scikit-learn, so that fitted values agree with it up to rounding.
public struct PrincipalComponents: Sendable, Equatable {
    /// The mean of each column, `[columns]`.
    public let mean: [Double]
    /// The components as rows of unit length, `[components, columns]`.
    public let components: Matrix
    /// The variance along each component, `[components]`, descending.
    public let explainedVariance: [Double]
    /// Each variance divided by the total, `[components]`.
    public let explainedVarianceRatio: [Double]
    /// The number of rows of the fit.
    public let samples: Int
    /// Whether `transform` scales every component to unit variance.
    public let whitens: Bool
    /// The variances in all directions that were computed, descending; empty if they are not known.
    public let scree: [Double]
    /// How the components were found; nil if that is not known.
    public let method: FittingMethod?

    /// A fit that was read from a file.
    ///
    /// - Parameters:
    ///   - mean: `[columns]`.
    ///   - components: `[components, columns]`.
    ///   - explainedVariance: `[components]`.
    ///   - explainedVarianceRatio: `[components]`.
    ///   - samples: the number of rows of the fit.
    ///   - whitens: whether projections are scaled to unit variance.
    ///   - scree: the variances in all directions that were computed.
    ///   - method: how the components were found.
    /// - Precondition: the shapes fit together.
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

    /// The projection from features to scores.
    public var projection: Projection {
        Projection(
            mean: mean, directions: components,
            scales: whitens ? explainedVariance.map { Float(1 / $0.squareRoot()) } : nil)
    }

    /// The scores of features, as `Projection.transform` computes them.
    ///
    /// - Parameter features: `[images, columns]`.
    /// - Returns: `[images, components]`.
    /// - Throws: `ReductionError.columnsDiffer`.
    public func transform(_ features: Matrix) throws(ReductionError) -> Matrix {
        try projection.transform(features)
    }

    /// Calls `body` with the scores of the rows of a source, block by block, as `Projection.transform` does.
    ///
    /// - Parameters:
    ///   - source: the features, `[images, columns]`.
    ///   - body: receives the scores of a block, `[rows, components]`.
    /// - Throws: `ReductionError.columnsDiffer`, and what the source and `body` throw.
    public func transform(_ source: some RowSource, body: (Matrix) throws -> Void) throws {
        try projection.transform(source, body: body)
    }
}
