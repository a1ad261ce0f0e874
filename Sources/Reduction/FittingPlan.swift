import LinearAlgebra

/// How a fit will be computed, decided from its size before any row is read.
public struct FittingPlan: Sendable, Equatable {
    public enum Solver: String, Sendable, Codable {
        /// The eigenvectors of the covariance of the columns; rows are read once and never kept.
        case covariance
        /// The eigenvectors of the rows' own products, for fewer rows than columns; the rows are kept.
        case gram
        /// A few directions found by multiplying a random subspace by the covariance, pass after pass over the rows;
        /// each variance comes with a bound of its error.
        case randomised
    }

    /// Which solvers may be taken.
    public enum Choice: String, Sendable, CaseIterable {
        /// The randomised one where it costs at most a quarter of the exact one.
        case auto
        case exact
        case randomised
    }

    public let solver: Solver
    public let arithmetic: Arithmetic
    /// The most memory that the fit takes at any time, in bytes.
    public let peakBytes: Int

    /// The plan for `components` components, where their number is known, of `rows` photographs with `columns` columns.
    ///
    /// The rows' side is taken where it and the rows themselves need less memory than the columns' side. Where
    /// `keepsMoments` is set the columns' side is, since nothing else leads to moments.
    public init(
        rows: Int, columns: Int, components: Int? = nil, choice: Choice = .exact, keepsMoments: Bool = false
    ) {
        if !keepsMoments, let components, Self.isRandomised(choice, rows: rows, columns: columns, components: components) {
            let directions = Self.directions(components: components, rows: rows, columns: columns)
            solver = .randomised
            arithmetic = .single
            peakBytes = 2 * BlockSize.bytes(columns: columns, rows: rows) + 32 * directions * columns
            return
        }
        solver = !keepsMoments && rows * 10 < columns * 9 ? .gram : .covariance
        let (order, depth) = solver == .gram ? (rows, columns) : (columns, rows)
        arithmetic = Arithmetic.choose(order: order, depth: depth)
        peakBytes = Self.peakBytes(solver, arithmetic, rows: rows, columns: columns)
    }

    private init(solver: Solver, arithmetic: Arithmetic, peakBytes: Int) {
        self.solver = solver
        self.arithmetic = arithmetic
        self.peakBytes = peakBytes
    }

    /// The same for a fit that goes on with something that needs `bytes` bytes.
    func raised(to bytes: Int) -> FittingPlan {
        FittingPlan(solver: solver, arithmetic: arithmetic, peakBytes: max(peakBytes, bytes))
    }

    /// The same for a fit beside which `bytes` bytes are kept.
    public func keeping(bytes: Int) -> FittingPlan {
        FittingPlan(solver: solver, arithmetic: arithmetic, peakBytes: peakBytes + bytes)
    }

    /// The width of the random subspace: a tenth more than is asked for, and at least 10.
    static func directions(components: Int, rows: Int, columns: Int) -> Int {
        min(components + max(10, components / 10), rows - 1, columns)
    }

    /// How often the randomised solver reads the rows at most.
    static let mostPasses = 8

    /// Operations of the exact solver: products, and a decomposition whose memory traffic counts as 20 n³; of the
    /// other one: two products a pass. Small problems are solved exactly.
    private static func isRandomised(_ choice: Choice, rows: Int, columns: Int, components: Int) -> Bool {
        guard choice == .auto else { return choice == .randomised }
        let (m, n) = (Double(rows), Double(columns))
        let order = min(m, n)
        let exact = m * n * order + 20 * order * order * order
        let width = Double(directions(components: components, rows: rows, columns: columns))
        return exact > 0x1p36 && Double(mostPasses) * 4 * m * n * width < exact / 4
    }

    /// Whether eigenvalues are sought in double precision where products are in single: up to an order at which that
    /// costs a second or two.
    static func decomposesPrecisely(order: Int) -> Bool { order <= 4096 }

    /// With n the order of the products: 8 n² bytes for their sum, while eigenvectors are sought three matrices in
    /// the precision of the arithmetic; besides either the blocks being read, or on the rows' side all rows.
    private static func peakBytes(_ solver: Solver, _ arithmetic: Arithmetic, rows: Int, columns: Int) -> Int {
        let order = solver == .gram ? rows : columns
        let panel = SymmetricSum.panelBytes(side: order, elementBytes: arithmetic.bytes)
        let sum = 8 * order * order
        let isPrecise = decomposesPrecisely(order: order)
        let widest = isPrecise ? 8 : arithmetic.bytes
        let eigen =
            max(isPrecise ? widest + arithmetic.bytes : 0, 3 * arithmetic.bytes) * order * order
            + 250 * widest * order
        let handingOver = sum + widest * order * order
        switch solver {
        case .covariance, .randomised:
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
