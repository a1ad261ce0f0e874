import LinearAlgebra

/// How a fit will be computed, decided from its size before any row is read.
public struct FittingPlan: Sendable, Equatable {
    /// How eigenvectors are computed.
    public enum Solver: String, Sendable, Codable {
        /// From the covariance of the columns.
        ///
        /// Rows are read once and not kept.
        case covariance
        /// From the products of the rows, if there are fewer rows than columns.
        ///
        /// The rows are kept.
        case gram
        /// A few directions, found by multiplying a random subspace by the covariance in pass after pass over the rows.
        ///
        /// Each variance comes with a bound on its error.
        case randomised
    }

    /// Which solvers may be used.
    public enum Choice: String, Sendable, CaseIterable {
        /// The randomised solver if it costs at most a quarter of the exact one, otherwise the exact one.
        case auto
        /// The covariance or the products of the rows.
        case exact
        /// The randomised solver; the number of components must be given.
        case randomised
    }

    /// How the eigenvectors will be computed.
    public let solver: Solver
    /// The precision of the products.
    public let arithmetic: Arithmetic
    /// The most memory that the fit takes at any time, in bytes.
    public let peakBytes: Int

    /// The plan for a fit of a given size.
    ///
    /// The products of the rows are used if they and the rows need less memory than the covariance of the columns. With
    /// `keepsMoments` the covariance is always used, because only it leads to moments.
    ///
    /// - Parameters:
    ///   - rows: the number of photographs.
    ///   - columns: the number of columns.
    ///   - components: the number of components; nil if it is chosen from the data.
    ///   - choice: which solvers may be used.
    ///   - keepsMoments: whether the moments of the rows will be kept.
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

    /// The same for a fit that is followed by something that needs `bytes` bytes.
    func raised(to bytes: Int) -> FittingPlan {
        FittingPlan(solver: solver, arithmetic: arithmetic, peakBytes: max(peakBytes, bytes))
    }

    /// The same plan with `bytes` more bytes of memory, for data that are kept during the fit.
    ///
    /// - Parameter bytes: the size of these data.
    public func keeping(bytes: Int) -> FittingPlan {
        FittingPlan(solver: solver, arithmetic: arithmetic, peakBytes: peakBytes + bytes)
    }

    /// The width of the random subspace: a tenth more than the number of components, and at least 10 more.
    static func directions(components: Int, rows: Int, columns: Int) -> Int {
        min(components + max(10, components / 10), rows - 1, columns)
    }

    /// The most passes of the randomised solver over the rows.
    static let mostPasses = 8

    /// Whether the randomised solver is chosen, by comparing the operations of both.
    ///
    /// The exact one needs products and a decomposition whose memory traffic counts as 20 n³; the randomised one needs two
    /// products for each pass. Small problems are solved exactly.
    private static func isRandomised(_ choice: Choice, rows: Int, columns: Int, components: Int) -> Bool {
        guard choice == .auto else { return choice == .randomised }
        let (m, n) = (Double(rows), Double(columns))
        let order = min(m, n)
        let exact = m * n * order + 20 * order * order * order
        let width = Double(directions(components: components, rows: rows, columns: columns))
        return exact > 0x1p36 && Double(mostPasses) * 4 * m * n * width < exact / 4
    }

    /// Whether eigenvalues are computed in double precision although products are in single precision: up to an order at
    /// which that costs a second or two.
    static func decomposesPrecisely(order: Int) -> Bool { order <= 4096 }

    /// With n as the order of the products: 8 n² bytes for their sum, and three matrices in the precision of the arithmetic
    /// while eigenvectors are computed; in addition the blocks being read, or all rows for the products of the rows.
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
            // First the rows and their deviations, then the deviations alone, and finally the components.
            let kept = 4 * rows * columns
            let products = kept + arithmetic.bytes * rows * columns + sum + panel
            return max(2 * kept + sum, products, kept + max(handingOver, eigen), 3 * kept)
        }
    }
}
