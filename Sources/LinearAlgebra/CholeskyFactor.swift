import CLAPACK

/// A symmetric positive definite matrix, factored as `LLᵀ`: solves systems of equations.
public struct CholeskyFactor<Element: BLASElement>: Sendable {
    public let side: Int
    /// `L`, row by row; what lies above its diagonal has no meaning.
    private let factor: [Element]

    /// Factors `matrix` `[side, side]`, row by row, of which only the part on and below the diagonal is read.
    ///
    /// Throws `LinearAlgebraError.notPositiveDefinite` with the first row that depends on those before it. Cost: side³ / 3
    /// operations; in single precision a side of 5000 takes about half a second on two cores.
    public init(_ matrix: consuming [Element], side: Int) throws(LinearAlgebraError) {
        precondition(matrix.count == side * side, "\(matrix.count) elements are not a square of side \(side)")
        guard let n = Int32(exactly: side), side <= 46_340 else { throw .sideTooLarge(side) }
        var elements = matrix
        let info = elements.withUnsafeMutableBufferPointer { Element.factor(n: n, a: $0.baseAddress) }
        try requireFactor("\(Element.routinePrefix)potrf", info)
        self.side = side
        factor = elements
    }

    /// The solution x `[side]` of `A x = right`.
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

    /// The diagonal `[side]` of the inverse. Cost: twice the factorisation.
    public func inverseDiagonal() throws(LinearAlgebraError) -> [Element] {
        var inverse = factor
        let info = inverse.withUnsafeMutableBufferPointer { Element.invert(n: Int32(side), factor: $0.baseAddress) }
        try requireFactor("\(Element.routinePrefix)potri", info)
        return (0..<side).map { inverse[$0 * (side + 1)] }
    }
}

/// Throws what the status of one of LAPACK's routines on a Cholesky factor says.
func requireFactor(_ routine: String, _ status: Int32) throws(LinearAlgebraError) {
    if status < 0 { throw .invalidArgument(routine: routine, position: Int(-status)) }
    if status > 0 { throw .notPositiveDefinite(row: Int(status) - 1) }
}

/// `C <- op(A) op(A)ᵀ` of a row-major matrix, the part on and below C's diagonal.
///
/// `side` `.columns`: `AᵀA` `[columns, columns]`; `.rows`: `AAᵀ` `[rows, rows]`. All in single precision, for data whose
/// columns are standardised. Cost: rows columns side operations.
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
