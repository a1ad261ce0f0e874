import LinearAlgebra
import Matrices

/// How independent components are to be found: FastICA (Hyvärinen 1999, "Fast and robust fixed-point algorithms for
/// independent component analysis") on rows that principal components whiten.
public struct IndependentComponentConfiguration: Sendable, Equatable {
    /// In which order directions are made orthogonal.
    public enum Approach: String, Sendable, Codable, CaseIterable {
        /// All are found together.
        case symmetric
        /// One after the other; errors of the first ones are handed on.
        case deflation
    }

    /// How many, which is also the number of the principal components that whiten.
    public let count: Int
    public let contrast: Contrast
    public let approach: Approach
    /// A component has converged when an iteration turns it by less than this: 1 less the cosine.
    public let tolerance: Double
    public let mostIterations: Int
    /// By which solver the principal components are found.
    public let solver: FittingPlan.Choice

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

    /// What whitens the rows; `seed` is that of a randomised solver.
    func whitening(seed: UInt64) -> PrincipalComponentConfiguration {
        PrincipalComponentConfiguration(size: .count(count), whitens: true, solver: solver, seed: seed)
    }

    /// How the principal components of `rows` photographs with `columns` columns will be found, and the most memory
    /// that all of the fit takes: the whitened rows are kept, 4 bytes a photograph and component.
    public func plan(rows: Int, columns: Int) -> FittingPlan {
        let plan = whitening(seed: 0).plan(rows: rows, columns: columns)
        let blocks = 2 * BlockSize.bytes(columns: columns, rows: rows)
        let iterating = WhitenedRows.bytes(rows: rows, columns: max(0, count)) + 8 * max(0, count) * columns + blocks
        return plan.raised(to: iterating)
    }

    /// Fits independent components to the rows of `source`; the search starts from directions that `seed` draws.
    ///
    /// `observe` is told what was done; it may throw to end the fit. Throws `ReductionError`, `LinearAlgebraError` and
    /// what the source throws. A search that does not converge is no error: `UnmixingMethod.convergence` says so.
    /// Cost: that of the principal components, one more pass over the rows, and 4 rows count² operations an iteration.
    public func fit(
        _ source: some RowSource, seed: UInt64, observe: (Stage) throws -> Void = { _ in }
    ) throws -> IndependentComponents {
        var stream = RandomStream(seed: seed, name: "independent components")
        let start = (0..<max(0, count) * max(0, count)).map { _ in stream.normal() }
        return try fit(source, start: start, seed: seed, observe: observe)
    }

    /// How far a fit is.
    public enum Stage: Sendable, Equatable {
        /// So many rows were read: for the principal components, then again to whiten them.
        case read(Int)
        /// Of the search; how far it turned the components.
        case iteration(Int, change: Double)
    }

    /// The same from `start` `[count, count]`, directions as rows in terms of the whitened principal components.
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
    /// To unit variance with the number of rows as the divisor, by which FastICA takes its means.
    fileprivate var populationWhitening: Projection {
        let share = samples > 0 ? Double(samples - 1) / Double(samples) : 1
        return Projection(
            mean: mean, directions: components, scales: explainedVariance.map { Float(1 / ($0 * share).squareRoot()) })
    }
}
