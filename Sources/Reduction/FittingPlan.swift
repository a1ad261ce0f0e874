import LinearAlgebra

/// How a fit will be computed, decided from its size before any row is read.
public struct FittingPlan: Sendable, Equatable {
    public enum Solver: String, Sendable, Codable {
        /// The eigenvectors of the covariance of the columns; rows are read once and never kept.
        case covariance
        /// The eigenvectors of the rows' own products, for fewer rows than columns; the rows are kept.
        case gram
    }

    public let solver: Solver
    public let arithmetic: Arithmetic
    /// The most memory that the fit takes at any time, in bytes.
    public let peakBytes: Int

    /// The plan for `rows` photographs with `columns` columns.
    ///
    /// The rows' side is taken where it and the rows themselves need less memory than the columns' side.
    public init(rows: Int, columns: Int) {
        solver = rows * 10 < columns * 9 ? .gram : .covariance
        let (order, depth) = solver == .gram ? (rows, columns) : (columns, rows)
        arithmetic = Arithmetic.choose(order: order, depth: depth)
        peakBytes = Self.peakBytes(solver, arithmetic, rows: rows, columns: columns)
    }

    /// With n the order of the products: 8 n² bytes for their sum, while eigenvectors are sought three matrices in
    /// the precision of the arithmetic; besides either the blocks being read, or on the rows' side all rows.
    private static func peakBytes(_ solver: Solver, _ arithmetic: Arithmetic, rows: Int, columns: Int) -> Int {
        let order = solver == .gram ? rows : columns
        let panel = SymmetricSum.panelBytes(side: order, elementBytes: arithmetic.bytes)
        let sum = 8 * order * order
        let eigen = 3 * arithmetic.bytes * order * order + 80 * arithmetic.bytes * order
        let handingOver = sum + arithmetic.bytes * order * order
        switch solver {
        case .covariance:
            let blocks = BlockSize.bytes(columns: columns, rows: rows)
            let deviations = arithmetic.bytes * columns * min(rows, BlockSize.rows(columns: columns))
            return max(sum + panel + blocks + deviations, handingOver, eigen)
        case .gram:
            // Rows and their deviations first, then the deviations, and in the end the components.
            let kept = 4 * rows * columns
            let products = kept + arithmetic.bytes * rows * columns + sum + panel
            return max(2 * kept + sum, products, kept + max(handingOver, eigen), 3 * kept)
        }
    }
}
