import LinearAlgebra
import Matrices

/// How to find independent components: FastICA (Hyvärinen 1999, "Fast and robust fixed-point algorithms for independent
/// component analysis", doi:10.1109/72.761722) on rows whitened by principal components.
public struct IndependentComponentConfiguration: Sendable, Equatable {
    /// When directions are made orthogonal.
    public enum Approach: String, Sendable, Codable, CaseIterable {
        /// All directions are found together.
        case symmetric
        /// One direction after the other; errors of the first ones are passed on.
        case deflation
    }

    /// The number of components, which is also the number of principal components used for whitening.
    public let count: Int
    /// The function that measures how far from normal a source is.
    public let contrast: Contrast
    /// Whether directions are found together or one after the other.
    public let approach: Approach
    /// A component has converged when an iteration turns it by less than this, as 1 less the cosine; above 0 and below 1.
    public let tolerance: Double
    /// The most iterations of the search, at least 1.
    public let mostIterations: Int
    /// Which solvers may find the principal components.
    public let solver: FittingPlan.Choice

    /// A configuration, which `fit` checks.
    ///
    /// - Parameters:
    ///   - count: the number of components, at least 1.
    ///   - contrast: the function that measures how far from normal a source is.
    ///   - approach: whether directions are found together or one after the other.
    ///   - tolerance: the change below which a component has converged, above 0 and below 1.
    ///   - mostIterations: the most iterations of the search, at least 1.
    ///   - solver: which solvers may find the principal components.
    public init(
        count: Int, contrast: Contrast = .logcosh(alpha: 1), approach: Approach = .symmetric, tolerance: Double = 1e-4,
        mostIterations: Int = 200, solver: FittingPlan.Choice = .exact
    ) {
        self.count = count
        self.contrast = contrast
        self.approach = approach
        self.tolerance = tolerance
        self.mostIterations = mostIterations
        self.solver = solver
    }

    /// The principal components that whiten the rows; `seed` is for a randomised solver.
    func whitening(seed: UInt64) -> PrincipalComponentConfiguration {
        PrincipalComponentConfiguration(size: .count(count), whitens: true, solver: solver, seed: seed)
    }

    /// How the principal components will be found, and the most memory that the whole fit takes.
    ///
    /// The whitened rows are kept: 4 bytes for each photograph and component.
    ///
    /// - Parameters:
    ///   - rows: the number of photographs.
    ///   - columns: the number of columns.
    public func plan(rows: Int, columns: Int) -> FittingPlan {
        let plan = whitening(seed: 0).plan(rows: rows, columns: columns)
        let blocks = 2 * BlockSize.bytes(columns: columns, rows: rows)
        let iterating = WhitenedRows.bytes(rows: rows, columns: max(0, count)) + 8 * max(0, count) * columns + blocks
        return plan.raised(to: iterating)
    }

    /// Fits independent components to the rows of a source; the search starts from random directions.
    ///
    /// A search that does not converge is not an error; `UnmixingMethod.convergence` reports it. Cost: that of the
    /// principal components, one more pass over the rows, and 4 rows count² operations for each iteration.
    ///
    /// - Parameters:
    ///   - source: the rows, `[rows, columns]`.
    ///   - seed: the seed of the random directions and of a randomised solver.
    ///   - observe: receives how far the fit is; it may throw to end the fit.
    /// - Throws: `ReductionError`, `LinearAlgebraError`, and what the source and `observe` throw.
    public func fit(
        _ source: some RowSource, seed: UInt64, observe: (Stage) throws -> Void = { _ in }
    ) throws -> IndependentComponents {
        var stream = RandomStream(seed: seed, name: "independent components")
        let start = (0..<max(0, count) * max(0, count)).map { _ in stream.normal() }
        return try fit(source, start: start, seed: seed, observe: observe)
    }

    /// How far a fit is.
    public enum Stage: Sendable, Equatable {
        /// This many rows were read, for the principal components and then again to whiten them.
        case read(Int)
        /// An iteration of the search, counted from 1, and how far it turned the components.
        case iteration(Int, change: Double)
    }

    /// Fits independent components to the rows of a source, starting from given directions.
    ///
    /// - Parameters:
    ///   - source: the rows, `[rows, columns]`.
    ///   - start: the directions as rows `[count, count]`, in terms of the whitened principal components. Traps if the
    ///     number of elements differs.
    ///   - seed: the seed of a randomised solver.
    ///   - observe: receives how far the fit is; it may throw to end the fit.
    /// - Throws: `ReductionError`, `LinearAlgebraError`, and what the source and `observe` throw.
    public func fit(
        _ source: some RowSource, start: [Double], seed: UInt64 = 0, observe: (Stage) throws -> Void = { _ in }
    ) throws -> IndependentComponents {
        try validate()
        precondition(start.count == count * count, "\(start.count) numbers do not form \(count) directions")
        let whitening = try whitening(seed: seed).fit(source) { try observe(.read($0)) }
        let rows = try WhitenedRows(source, by: whitening.populationWhitening) { try observe(.read($0)) }
        let search = FixedPointIteration(contrast: contrast, tolerance: tolerance, mostIterations: mostIterations)
        func note(_ iteration: Int, _ change: Double) throws { try observe(.iteration(iteration, change: change)) }
        let outcome =
            switch approach {
            case .symmetric: try search.symmetric(rows, start: start, observe: note)
            case .deflation: try search.deflation(rows, start: start, observe: note)
            }
        return IndependentComponents(
            rotating: whitening, by: outcome.directions, deviations: rows.deviations(along: outcome.directions),
            method: method(outcome.convergence, whitening))
    }

    private func method(
        _ convergence: UnmixingMethod.Convergence, _ whitening: PrincipalComponents
    ) -> UnmixingMethod {
        let alpha: Double? = if case .logcosh(let alpha) = contrast { alpha } else { nil }
        return UnmixingMethod(
            contrast: contrast.name, alpha: alpha, approach: approach, tolerance: tolerance, convergence: convergence,
            whitening: whitening.method)
    }

    private func validate() throws(ReductionError) {
        guard count >= 1 else { throw .invalidComponentCount(count) }
        guard tolerance > 0, tolerance < 1 else { throw .invalidTolerance(tolerance) }
        guard mostIterations >= 1 else { throw .invalidIterationCount(mostIterations) }
        if case .logcosh(let alpha) = contrast {
            guard alpha >= 1, alpha <= 2 else { throw .invalidAlpha(alpha) }
        }
    }
}

extension PrincipalComponents {
    /// Whitening to unit variance with the number of rows as the divisor, which FastICA uses for its means.
    fileprivate var populationWhitening: Projection {
        let share = samples > 0 ? Double(samples - 1) / Double(samples) : 1
        return Projection(
            mean: mean, directions: components, scales: explainedVariance.map { Float(1 / ($0 * share).squareRoot()) })
    }
}
