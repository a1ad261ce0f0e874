import CLAPACK
import Matrices

/// The upper triangular `U` for which `UᵀU` is the inverse of a symmetric positive definite matrix (Cholesky).
///
/// Cost: about side³ operations.
///
/// - Parameters:
///   - matrix: `[side, side]`, row by row.
///   - n: the side.
/// - Returns: `U`, row by row, with zeros below the diagonal.
/// - Throws: `LinearAlgebraError.notPositiveDefinite` and `.invalidArgument`.
public func inverseFactor(of matrix: consuming [Double], side n: Int) throws(LinearAlgebraError) -> [Double] {
    precondition(matrix.count == n * n, "\(matrix.count) elements are not a square of side \(n)")
    guard n > 0 else { return [] }
    // The lower triangle of LAPACK's column-major matrix is the upper one of our row-major matrix.
    try requireFactor("dpotrf", LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 0x4C, Int32(n), &matrix, Int32(n)))
    try requireFactor("dpotri", LAPACKE_dpotri_work(LAPACK_COL_MAJOR, 0x4C, Int32(n), &matrix, Int32(n)))
    try requireFactor("dpotrf", LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 0x4C, Int32(n), &matrix, Int32(n)))
    for row in 0..<n { for column in 0..<row { matrix[row * n + column] = 0 } }
    return matrix
}
