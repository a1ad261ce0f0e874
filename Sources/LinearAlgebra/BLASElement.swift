import CLAPACK

/// A number type that BLAS and LAPACK compute with: `Float` or `Double`.
///
/// The requirements are the library's routines; matrices are row-major unless a routine says otherwise. Routines that
/// return an `Int32` return LAPACK's status: 0 for success, `-i` if argument `i` was refused, above 0 for a failure of the
/// algorithm.
public protocol BLASElement: BinaryFloatingPoint, Sendable {
    /// The letter that begins LAPACK's names for this type: `s` or `d`.
    static var routinePrefix: String { get }

    /// Computes `C <- alpha op(A) op(B) + beta C`, row-major.
    ///
    /// - Parameters:
    ///   - m: the rows of op(A) and C.
    ///   - n: the columns of op(B) and C.
    ///   - k: the columns of op(A) and the rows of op(B).
    ///   - alpha: the factor of the product.
    ///   - a: A as stored.
    ///   - aStride: the length of A's rows in memory.
    ///   - aOrientation: how A enters the product.
    ///   - b: B as stored.
    ///   - bStride: the length of B's rows in memory.
    ///   - bOrientation: how B enters the product.
    ///   - beta: the factor of the old C.
    ///   - c: C, `[m, n]`.
    ///   - cStride: the length of C's rows in memory.
    static func gemm(
        m: Int32, n: Int32, k: Int32, alpha: Self, a: UnsafePointer<Self>, aStride: Int32, aOrientation: Orientation,
        b: UnsafePointer<Self>, bStride: Int32, bOrientation: Orientation, beta: Self, c: UnsafeMutablePointer<Self>,
        cStride: Int32)

    /// Computes `C <- B A` for rows B `[rows, n]` and symmetric A `[n, n]`; only A's part on and below the diagonal is
    /// read.
    ///
    /// - Parameters:
    ///   - rows: the number of rows of B and C.
    ///   - n: the side of A.
    ///   - b: B.
    ///   - a: A.
    ///   - c: C, `[rows, n]`.
    static func multiplySymmetric(
        rows: Int32, n: Int32, b: UnsafePointer<Self>, a: UnsafePointer<Self>, c: UnsafeMutablePointer<Self>)

    /// LAPACK's `sytrd`: reduces a symmetric matrix to tridiagonal form.
    ///
    /// It works on the part of the row-major matrix on and above the diagonal, which is the faster of the two.
    ///
    /// - Parameters:
    ///   - n: the side of the matrix.
    ///   - a: the matrix `[n, n]`; the part above its diagonal is replaced by the reflectors.
    ///   - diagonal: receives `n` elements.
    ///   - offDiagonal: receives `n - 1` elements.
    ///   - reflectors: receives the `n - 1` scales of the reflectors.
    ///   - work: a workspace.
    ///   - workCount: the number of elements of the workspace.
    /// - Returns: LAPACK's status.
    static func tridiagonalise(
        n: Int32, a: UnsafeMutablePointer<Self>, diagonal: UnsafeMutablePointer<Self>,
        offDiagonal: UnsafeMutablePointer<Self>, reflectors: UnsafeMutablePointer<Self>,
        work: UnsafeMutablePointer<Self>, workCount: Int32
    ) -> Int32

    /// LAPACK's `stedc`: eigenvalues and eigenvectors of a tridiagonal matrix.
    ///
    /// - Parameters:
    ///   - n: the side of the matrix.
    ///   - diagonal: `n` elements, replaced by the eigenvalues, ascending.
    ///   - offDiagonal: `n - 1` elements, which are destroyed.
    ///   - vectors: receives the eigenvectors as rows `[n, n]`.
    ///   - work: a workspace.
    ///   - workCount: the number of elements of the workspace.
    ///   - integers: a workspace of integers.
    ///   - integerCount: the number of elements of that workspace.
    /// - Returns: LAPACK's status.
    static func divideAndConquer(
        n: Int32, diagonal: UnsafeMutablePointer<Self>, offDiagonal: UnsafeMutablePointer<Self>,
        vectors: UnsafeMutablePointer<Self>, work: UnsafeMutablePointer<Self>, workCount: Int32,
        integers: UnsafeMutablePointer<Int32>, integerCount: Int32
    ) -> Int32

    /// LAPACK's `sterf`: the eigenvalues of a tridiagonal matrix.
    ///
    /// - Parameters:
    ///   - n: the side of the matrix.
    ///   - diagonal: `n` elements, replaced by the eigenvalues, ascending.
    ///   - offDiagonal: `n - 1` elements, which are destroyed.
    /// - Returns: LAPACK's status.
    static func tridiagonalValues(
        n: Int32, diagonal: UnsafeMutablePointer<Self>, offDiagonal: UnsafeMutablePointer<Self>
    ) -> Int32

    /// LAPACK's `larft`: the triangular factor of a block of reflectors.
    ///
    /// - Parameters:
    ///   - n: the length of a reflector.
    ///   - count: the number of reflectors.
    ///   - reflectors: the reflectors as rows.
    ///   - stride: the length of these rows in memory.
    ///   - scales: one scale for each reflector.
    ///   - factor: receives `[count, count]`.
    /// - Returns: LAPACK's status.
    static func blockFactor(
        n: Int32, count: Int32, reflectors: UnsafePointer<Self>, stride: Int32, scales: UnsafePointer<Self>,
        factor: UnsafeMutablePointer<Self>
    ) -> Int32

    /// LAPACK's `larfb`: applies a block of reflectors to the first `n` elements of each of some rows.
    ///
    /// - Parameters:
    ///   - n: the length of a reflector.
    ///   - count: the number of rows.
    ///   - reflectors: the reflectors as rows.
    ///   - reflectorCount: the number of reflectors.
    ///   - stride: the length of the reflectors' rows in memory.
    ///   - factor: the factor that `blockFactor` computed.
    ///   - vectors: the rows, which are changed.
    ///   - vectorStride: the length of these rows in memory.
    ///   - work: a workspace of `count * reflectorCount` elements.
    /// - Returns: LAPACK's status.
    static func applyBlock(
        n: Int32, vectors count: Int32, reflectors: UnsafePointer<Self>, reflectorCount: Int32, stride: Int32,
        factor: UnsafePointer<Self>, to vectors: UnsafeMutablePointer<Self>, vectorStride: Int32,
        work: UnsafeMutablePointer<Self>
    ) -> Int32

    /// LAPACK's `potrf`: the Cholesky factor of a symmetric positive definite matrix.
    ///
    /// - Parameters:
    ///   - n: the side of the matrix.
    ///   - a: the row-major matrix `[n, n]`; its part on and below the diagonal is replaced by the factor.
    /// - Returns: LAPACK's status; above 0 for a matrix that is not positive definite.
    static func factor(n: Int32, a: UnsafeMutablePointer<Self>?) -> Int32

    /// LAPACK's `potrs`: solves a system of equations with one right-hand side.
    ///
    /// - Parameters:
    ///   - n: the side of the matrix.
    ///   - factor: what `factor` computed, `[n, n]`.
    ///   - right: the right-hand side `[n]`, which is replaced by the solution.
    /// - Returns: LAPACK's status.
    static func solve(n: Int32, factor: UnsafePointer<Self>?, right: UnsafeMutablePointer<Self>?) -> Int32

    /// LAPACK's `potri`: the inverse of a matrix from its Cholesky factor.
    ///
    /// - Parameters:
    ///   - n: the side of the matrix.
    ///   - factor: what `factor` computed, `[n, n]`; replaced by the inverse, on and below the diagonal.
    /// - Returns: LAPACK's status.
    static func invert(n: Int32, factor: UnsafeMutablePointer<Self>?) -> Int32
}

// Row-major matrices are LAPACK's transposed: what lies above our diagonal lies below its.
private let lower: CChar = 0x4C
private let left: CChar = 0x4C
// The reverse.
private let upper: CChar = 0x55
private let notTransposed: CChar = 0x4E
private let forward: CChar = 0x46
private let columnwise: CChar = 0x43

extension Float: BLASElement {
    /// Implements the requirement of `BLASElement`.
    public static var routinePrefix: String { "s" }

    /// Implements the requirement of `BLASElement`.
    public static func gemm(
        m: Int32, n: Int32, k: Int32, alpha: Float, a: UnsafePointer<Float>, aStride: Int32, aOrientation: Orientation,
        b: UnsafePointer<Float>, bStride: Int32, bOrientation: Orientation, beta: Float,
        c: UnsafeMutablePointer<Float>, cStride: Int32
    ) {
        cblas_sgemm(
            CblasRowMajor, aOrientation.blas, bOrientation.blas, m, n, k, alpha, a, aStride, b, bStride, beta, c, cStride)
    }

    /// Implements the requirement of `BLASElement`.
    public static func multiplySymmetric(
        rows: Int32, n: Int32, b: UnsafePointer<Float>, a: UnsafePointer<Float>, c: UnsafeMutablePointer<Float>
    ) {
        cblas_ssymm(CblasRowMajor, CblasRight, CblasLower, rows, n, 1, a, n, b, n, 0, c, n)
    }

    /// Implements the requirement of `BLASElement`.
    public static func tridiagonalise(
        n: Int32, a: UnsafeMutablePointer<Float>, diagonal: UnsafeMutablePointer<Float>,
        offDiagonal: UnsafeMutablePointer<Float>, reflectors: UnsafeMutablePointer<Float>,
        work: UnsafeMutablePointer<Float>, workCount: Int32
    ) -> Int32 {
        LAPACKE_ssytrd_work(LAPACK_COL_MAJOR, lower, n, a, n, diagonal, offDiagonal, reflectors, work, workCount)
    }

    /// Implements the requirement of `BLASElement`.
    public static func divideAndConquer(
        n: Int32, diagonal: UnsafeMutablePointer<Float>, offDiagonal: UnsafeMutablePointer<Float>,
        vectors: UnsafeMutablePointer<Float>, work: UnsafeMutablePointer<Float>, workCount: Int32,
        integers: UnsafeMutablePointer<Int32>, integerCount: Int32
    ) -> Int32 {
        LAPACKE_sstedc_work(
            LAPACK_COL_MAJOR, 0x49, n, diagonal, offDiagonal, vectors, n, work, workCount, integers, integerCount)
    }

    /// Implements the requirement of `BLASElement`.
    public static func tridiagonalValues(
        n: Int32, diagonal: UnsafeMutablePointer<Float>, offDiagonal: UnsafeMutablePointer<Float>
    ) -> Int32 {
        LAPACKE_ssterf_work(n, diagonal, offDiagonal)
    }

    /// Implements the requirement of `BLASElement`.
    public static func blockFactor(
        n: Int32, count: Int32, reflectors: UnsafePointer<Float>, stride: Int32, scales: UnsafePointer<Float>,
        factor: UnsafeMutablePointer<Float>
    ) -> Int32 {
        LAPACKE_slarft_work(
            LAPACK_COL_MAJOR, forward, columnwise, n, count, reflectors, stride, scales, factor, count)
    }

    /// Implements the requirement of `BLASElement`.
    public static func applyBlock(
        n: Int32, vectors count: Int32, reflectors: UnsafePointer<Float>, reflectorCount: Int32, stride: Int32,
        factor: UnsafePointer<Float>, to vectors: UnsafeMutablePointer<Float>, vectorStride: Int32,
        work: UnsafeMutablePointer<Float>
    ) -> Int32 {
        LAPACKE_slarfb_work(
            LAPACK_COL_MAJOR, left, notTransposed, forward, columnwise, n, count, reflectorCount, reflectors, stride,
            factor, reflectorCount, vectors, vectorStride, work, count)
    }

    /// Implements the requirement of `BLASElement`.
    public static func factor(n: Int32, a: UnsafeMutablePointer<Float>?) -> Int32 {
        LAPACKE_spotrf_work(LAPACK_COL_MAJOR, upper, n, a, max(n, 1))
    }

    /// Implements the requirement of `BLASElement`.
    public static func solve(n: Int32, factor: UnsafePointer<Float>?, right: UnsafeMutablePointer<Float>?) -> Int32 {
        LAPACKE_spotrs_work(LAPACK_COL_MAJOR, upper, n, 1, factor, max(n, 1), right, max(n, 1))
    }

    /// Implements the requirement of `BLASElement`.
    public static func invert(n: Int32, factor: UnsafeMutablePointer<Float>?) -> Int32 {
        LAPACKE_spotri_work(LAPACK_COL_MAJOR, upper, n, factor, max(n, 1))
    }
}

extension Double: BLASElement {
    /// Implements the requirement of `BLASElement`.
    public static var routinePrefix: String { "d" }

    /// Implements the requirement of `BLASElement`.
    public static func gemm(
        m: Int32, n: Int32, k: Int32, alpha: Double, a: UnsafePointer<Double>, aStride: Int32,
        aOrientation: Orientation, b: UnsafePointer<Double>, bStride: Int32, bOrientation: Orientation, beta: Double,
        c: UnsafeMutablePointer<Double>, cStride: Int32
    ) {
        cblas_dgemm(
            CblasRowMajor, aOrientation.blas, bOrientation.blas, m, n, k, alpha, a, aStride, b, bStride, beta, c, cStride)
    }

    /// Implements the requirement of `BLASElement`.
    public static func multiplySymmetric(
        rows: Int32, n: Int32, b: UnsafePointer<Double>, a: UnsafePointer<Double>, c: UnsafeMutablePointer<Double>
    ) {
        cblas_dsymm(CblasRowMajor, CblasRight, CblasLower, rows, n, 1, a, n, b, n, 0, c, n)
    }

    /// Implements the requirement of `BLASElement`.
    public static func tridiagonalise(
        n: Int32, a: UnsafeMutablePointer<Double>, diagonal: UnsafeMutablePointer<Double>,
        offDiagonal: UnsafeMutablePointer<Double>, reflectors: UnsafeMutablePointer<Double>,
        work: UnsafeMutablePointer<Double>, workCount: Int32
    ) -> Int32 {
        LAPACKE_dsytrd_work(LAPACK_COL_MAJOR, lower, n, a, n, diagonal, offDiagonal, reflectors, work, workCount)
    }

    /// Implements the requirement of `BLASElement`.
    public static func divideAndConquer(
        n: Int32, diagonal: UnsafeMutablePointer<Double>, offDiagonal: UnsafeMutablePointer<Double>,
        vectors: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>, workCount: Int32,
        integers: UnsafeMutablePointer<Int32>, integerCount: Int32
    ) -> Int32 {
        LAPACKE_dstedc_work(
            LAPACK_COL_MAJOR, 0x49, n, diagonal, offDiagonal, vectors, n, work, workCount, integers, integerCount)
    }

    /// Implements the requirement of `BLASElement`.
    public static func tridiagonalValues(
        n: Int32, diagonal: UnsafeMutablePointer<Double>, offDiagonal: UnsafeMutablePointer<Double>
    ) -> Int32 {
        LAPACKE_dsterf_work(n, diagonal, offDiagonal)
    }

    /// Implements the requirement of `BLASElement`.
    public static func blockFactor(
        n: Int32, count: Int32, reflectors: UnsafePointer<Double>, stride: Int32, scales: UnsafePointer<Double>,
        factor: UnsafeMutablePointer<Double>
    ) -> Int32 {
        LAPACKE_dlarft_work(
            LAPACK_COL_MAJOR, forward, columnwise, n, count, reflectors, stride, scales, factor, count)
    }

    /// Implements the requirement of `BLASElement`.
    public static func applyBlock(
        n: Int32, vectors count: Int32, reflectors: UnsafePointer<Double>, reflectorCount: Int32, stride: Int32,
        factor: UnsafePointer<Double>, to vectors: UnsafeMutablePointer<Double>, vectorStride: Int32,
        work: UnsafeMutablePointer<Double>
    ) -> Int32 {
        LAPACKE_dlarfb_work(
            LAPACK_COL_MAJOR, left, notTransposed, forward, columnwise, n, count, reflectorCount, reflectors, stride,
            factor, reflectorCount, vectors, vectorStride, work, count)
    }

    /// Implements the requirement of `BLASElement`.
    public static func factor(n: Int32, a: UnsafeMutablePointer<Double>?) -> Int32 {
        LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, upper, n, a, max(n, 1))
    }

    /// Implements the requirement of `BLASElement`.
    public static func solve(n: Int32, factor: UnsafePointer<Double>?, right: UnsafeMutablePointer<Double>?) -> Int32 {
        LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, upper, n, 1, factor, max(n, 1), right, max(n, 1))
    }

    /// Implements the requirement of `BLASElement`.
    public static func invert(n: Int32, factor: UnsafeMutablePointer<Double>?) -> Int32 {
        LAPACKE_dpotri_work(LAPACK_COL_MAJOR, upper, n, factor, max(n, 1))
    }
}
