import CLAPACK
import Matrices

/// The eigendecomposition of a symmetric matrix in double precision, largest eigenvalue first.
public struct SymmetricEigen: Sendable {
    /// All `n` eigenvalues, descending.
    public let values: [Double]
    /// The eigenvectors as rows `[n, n]`, row `i` belonging to `values[i]`; each of unit length, its sign arbitrary.
    public let vectors: [Double]

    /// Decomposes `matrix`, symmetric `[side, side]`, of which only one triangle is read.
    ///
    /// Divide and conquer (LAPACK's `dsyevd`) with workspaces sized in integers: the queried sizes come back as
    /// rounded floating point numbers, which fails for large sides. Takes the storage of `matrix` over; besides it
    /// needs 2 side² doubles. Throws `LinearAlgebraError`. Cost: about 9 side³ operations.
    public init(decomposing matrix: consuming [Double], side n: Int) throws(LinearAlgebraError) {
        precondition(matrix.count == n * n, "\(matrix.count) elements are not a square of side \(n)")
        guard n > 0 else {
            values = []
            vectors = []
            return
        }
        var ascending = [Double](repeating: 0, count: n)
        let workCount = 1 + 6 * n + 2 * n * n
        let integerCount = 3 + 5 * n
        var work = [Double](repeating: 0, count: workCount)
        var integers = [Int32](repeating: 0, count: integerCount)
        // The matrix is symmetric, so reading our rows as LAPACK's columns is no transposition; the eigenvectors
        // come back as columns, which are rows to us.
        let status = LAPACKE_dsyevd_work(
            LAPACK_COL_MAJOR, 0x56, 0x4C, Int32(n), &matrix, Int32(n), &ascending,
            &work, Int32(workCount), &integers, Int32(integerCount))
        if status < 0 { throw .invalidArgument(routine: "dsyevd", position: Int(-status)) }
        if status > 0 { throw .notConverged(routine: "dsyevd", offDiagonals: Int(status)) }
        values = ascending.reversed()
        Self.reverseRows(&matrix, side: n)
        vectors = matrix
    }

    private static func reverseRows(_ matrix: inout [Double], side n: Int) {
        for row in 0..<n / 2 {
            let mirror = n - 1 - row
            for column in 0..<n { matrix.swapAt(row * n + column, mirror * n + column) }
        }
    }
}
