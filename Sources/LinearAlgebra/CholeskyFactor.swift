import CLAPACK

/// A symmetric positive definite matrix factored as `LLᵀ`, which solves systems of equations.
public struct CholeskyFactor<Element: BLASElement>: Sendable {
    /// The number of rows and columns of the matrix.
    public let side: Int
    /// `L`, row by row; the part above its diagonal has no meaning.
    private let factor: [Element]

    /// Factors a matrix.
    ///
    /// Cost: side³ / 3 operations. In single precision a side of 5000 takes about half a second on two cores.
    ///
    /// - Parameters:
    ///   - matrix: `[side, side]`, row by row; only the part on and below the diagonal is read.
    ///   - side: the number of rows and columns, at most 46,340.
    /// - Throws: `LinearAlgebraError.notPositiveDefinite` with the first row that depends on the rows before it, and
    ///   `.sideTooLarge`.
    public init(_ matrix: consuming [Element], side: Int) throws(LinearAlgebraError) {
        precondition(matrix.count == side * side, "\(matrix.count) elements are not a square of side \(side)")
        guard let n = Int32(exactly: side), side <= 46_340 else { throw .sideTooLarge(side) }
        var elements = matrix
        let info = elements.withUnsafeMutableBufferPointer { Element.factor(n: n, a: $0.baseAddress) }
        try requireFactor("\(Element.routinePrefix)potrf", info)
        self.side = side
        factor = elements
    }

    /// Solves `A x = right` for the factored matrix A.
    ///
    /// Cost: 2 side² operations.
    ///
    /// - Parameter right: the right-hand side, `[side]`. Traps if it has another length.
    /// - Returns: x, `[side]`.
    /// - Throws: `LinearAlgebraError.invalidArgument` if LAPACK refuses an argument.
    public func solve(_ right: [Element]) throws(LinearAlgebraError) -> [Element] {
        precondition(right.count == side, "\(right.count) values for a matrix of side \(side)")
        var solution = right
        let info = factor.withUnsafeBufferPointer { factor in
            solution.withUnsafeMutableBufferPointer { solution in
                Element.solve(n: Int32(side), factor: factor.baseAddress, right: solution.baseAddress)
            }
        }
        try requireFactor("\(Element.routinePrefix)potrs", info)
        return solution
    }

    /// The diagonal of the inverse, `[side]`.
    ///
    /// Cost: twice the factorisation.
    ///
    /// - Throws: `LinearAlgebraError` if LAPACK fails.
    public func inverseDiagonal() throws(LinearAlgebraError) -> [Element] {
        var inverse = factor
        let info = inverse.withUnsafeMutableBufferPointer { Element.invert(n: Int32(side), factor: $0.baseAddress) }
        try requireFactor("\(Element.routinePrefix)potri", info)
        return (0..<side).map { inverse[$0 * (side + 1)] }
    }
}

/// Throws the error that a status of LAPACK's routines for Cholesky factors stands for.
func requireFactor(_ routine: String, _ status: Int32) throws(LinearAlgebraError) {
    if status < 0 { throw .invalidArgument(routine: routine, position: Int(-status)) }
    if status > 0 { throw .notPositiveDefinite(row: Int(status) - 1) }
}

/// The symmetric product of a row-major matrix with itself; only the part on and below the diagonal is filled.
///
/// All in single precision, for data whose columns are standardised. Cost: rows columns side operations.
///
/// - Parameters:
///   - a: the elements of A, row by row.
///   - rows: the number of rows of A.
///   - columns: the number of columns of A.
///   - side: which product: `.columns` for `AᵀA`, `.rows` for `AAᵀ`.
/// - Returns: `[columns, columns]` or `[rows, rows]`, row by row, with zeros above the diagonal.
public func gram(_ a: UnsafePointer<Float>, rows: Int, columns: Int, side: GramSide) -> [Float] {
    let (n, k) = side == .columns ? (columns, rows) : (rows, columns)
    var product = [Float](repeating: 0, count: n * n)
    guard n > 0, k > 0 else { return product }
    product.withUnsafeMutableBufferPointer { c in
        cblas_ssyrk(
            CblasRowMajor, CblasLower, side == .columns ? CblasTrans : CblasNoTrans, Int32(n), Int32(k), 1, a,
            Int32(columns), 0, c.baseAddress, Int32(n))
    }
    return product
}
