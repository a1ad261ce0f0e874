import CLAPACK

/// A number that BLAS and LAPACK compute with: `Float` or `Double`.
public protocol BLASElement: BinaryFloatingPoint, Sendable {
    /// The letter that LAPACK's names begin with.
    static var routinePrefix: String { get }

    /// `C <- alpha op(A) op(B) + beta C`, row-major.
    static func gemm(
        m: Int32, n: Int32, k: Int32, alpha: Self, a: UnsafePointer<Self>, aStride: Int32, aOrientation: Orientation,
        b: UnsafePointer<Self>, bStride: Int32, bOrientation: Orientation, beta: Self, c: UnsafeMutablePointer<Self>,
        cStride: Int32)

    /// `C <- B A` for rows B `[rows, n]` and symmetric A `[n, n]`, of which the part below the diagonal is read.
    static func multiplySymmetric(
        rows: Int32, n: Int32, b: UnsafePointer<Self>, a: UnsafePointer<Self>, c: UnsafeMutablePointer<Self>)

    /// LAPACK's `sytrd` on the part of a row-major matrix above its diagonal: the faster one of the two.
    static func tridiagonalise(
        n: Int32, a: UnsafeMutablePointer<Self>, diagonal: UnsafeMutablePointer<Self>,
        offDiagonal: UnsafeMutablePointer<Self>, reflectors: UnsafeMutablePointer<Self>,
        work: UnsafeMutablePointer<Self>, workCount: Int32
    ) -> Int32

    /// LAPACK's `stedc` with eigenvectors of the tridiagonal matrix.
    static func divideAndConquer(
        n: Int32, diagonal: UnsafeMutablePointer<Self>, offDiagonal: UnsafeMutablePointer<Self>,
        vectors: UnsafeMutablePointer<Self>, work: UnsafeMutablePointer<Self>, workCount: Int32,
        integers: UnsafeMutablePointer<Int32>, integerCount: Int32
    ) -> Int32

    /// LAPACK's `sterf`: the eigenvalues of a tridiagonal matrix, ascending, in the place of its diagonal.
    static func tridiagonalValues(
        n: Int32, diagonal: UnsafeMutablePointer<Self>, offDiagonal: UnsafeMutablePointer<Self>
    ) -> Int32

    /// LAPACK's `larft`: the triangular factor `[count, count]` of `count` reflectors of length `n`, stored as rows.
    static func blockFactor(
        n: Int32, count: Int32, reflectors: UnsafePointer<Self>, stride: Int32, scales: UnsafePointer<Self>,
        factor: UnsafeMutablePointer<Self>
    ) -> Int32

    /// LAPACK's `larfb`: applies that many reflectors to `vectors` rows, the first `n` elements of each.
    static func applyBlock(
        n: Int32, vectors count: Int32, reflectors: UnsafePointer<Self>, reflectorCount: Int32, stride: Int32,
        factor: UnsafePointer<Self>, to vectors: UnsafeMutablePointer<Self>, vectorStride: Int32,
        work: UnsafeMutablePointer<Self>
    ) -> Int32

    /// LAPACK's `potrf` on the part of a row-major matrix on and below its diagonal.
    static func factor(n: Int32, a: UnsafeMutablePointer<Self>?) -> Int32

    /// LAPACK's `potrs` for one right side, which the solution takes the place of.
    static func solve(n: Int32, factor: UnsafePointer<Self>?, right: UnsafeMutablePointer<Self>?) -> Int32

    /// LAPACK's `potri`: the inverse of the matrix in the place of its factor.
    static func invert(n: Int32, factor: UnsafeMutablePointer<Self>?) -> Int32
}

// Row-major matrices are LAPACK's transposed: what lies above our diagonal lies below its.
private let lower: CChar = 0x4C
private let left: CChar = 0x4C
// And the other way round.
private let upper: CChar = 0x55
private let notTransposed: CChar = 0x4E
private let forward: CChar = 0x46
private let columnwise: CChar = 0x43

extension Float: BLASElement {
    public static var routinePrefix: String { "s" }

    public static func gemm(
        m: Int32, n: Int32, k: Int32, alpha: Float, a: UnsafePointer<Float>, aStride: Int32, aOrientation: Orientation,
        b: UnsafePointer<Float>, bStride: Int32, bOrientation: Orientation, beta: Float,
        c: UnsafeMutablePointer<Float>, cStride: Int32
    ) {
        cblas_sgemm(
            CblasRowMajor, aOrientation.blas, bOrientation.blas, m, n, k, alpha, a, aStride, b, bStride, beta, c, cStride)
    }

    public static func multiplySymmetric(
        rows: Int32, n: Int32, b: UnsafePointer<Float>, a: UnsafePointer<Float>, c: UnsafeMutablePointer<Float>
    ) {
        cblas_ssymm(CblasRowMajor, CblasRight, CblasLower, rows, n, 1, a, n, b, n, 0, c, n)
    }

    public static func tridiagonalise(
        n: Int32, a: UnsafeMutablePointer<Float>, diagonal: UnsafeMutablePointer<Float>,
        offDiagonal: UnsafeMutablePointer<Float>, reflectors: UnsafeMutablePointer<Float>,
        work: UnsafeMutablePointer<Float>, workCount: Int32
    ) -> Int32 {
        LAPACKE_ssytrd_work(LAPACK_COL_MAJOR, lower, n, a, n, diagonal, offDiagonal, reflectors, work, workCount)
    }

    public static func divideAndConquer(
        n: Int32, diagonal: UnsafeMutablePointer<Float>, offDiagonal: UnsafeMutablePointer<Float>,
        vectors: UnsafeMutablePointer<Float>, work: UnsafeMutablePointer<Float>, workCount: Int32,
        integers: UnsafeMutablePointer<Int32>, integerCount: Int32
    ) -> Int32 {
        LAPACKE_sstedc_work(
            LAPACK_COL_MAJOR, 0x49, n, diagonal, offDiagonal, vectors, n, work, workCount, integers, integerCount)
    }

    public static func tridiagonalValues(
        n: Int32, diagonal: UnsafeMutablePointer<Float>, offDiagonal: UnsafeMutablePointer<Float>
    ) -> Int32 {
        LAPACKE_ssterf_work(n, diagonal, offDiagonal)
    }

    public static func blockFactor(
        n: Int32, count: Int32, reflectors: UnsafePointer<Float>, stride: Int32, scales: UnsafePointer<Float>,
        factor: UnsafeMutablePointer<Float>
    ) -> Int32 {
        LAPACKE_slarft_work(
            LAPACK_COL_MAJOR, forward, columnwise, n, count, reflectors, stride, scales, factor, count)
    }

    public static func applyBlock(
        n: Int32, vectors count: Int32, reflectors: UnsafePointer<Float>, reflectorCount: Int32, stride: Int32,
        factor: UnsafePointer<Float>, to vectors: UnsafeMutablePointer<Float>, vectorStride: Int32,
        work: UnsafeMutablePointer<Float>
    ) -> Int32 {
        LAPACKE_slarfb_work(
            LAPACK_COL_MAJOR, left, notTransposed, forward, columnwise, n, count, reflectorCount, reflectors, stride,
            factor, reflectorCount, vectors, vectorStride, work, count)
    }

    public static func factor(n: Int32, a: UnsafeMutablePointer<Float>?) -> Int32 {
        LAPACKE_spotrf_work(LAPACK_COL_MAJOR, upper, n, a, max(n, 1))
    }

    public static func solve(n: Int32, factor: UnsafePointer<Float>?, right: UnsafeMutablePointer<Float>?) -> Int32 {
        LAPACKE_spotrs_work(LAPACK_COL_MAJOR, upper, n, 1, factor, max(n, 1), right, max(n, 1))
    }

    public static func invert(n: Int32, factor: UnsafeMutablePointer<Float>?) -> Int32 {
        LAPACKE_spotri_work(LAPACK_COL_MAJOR, upper, n, factor, max(n, 1))
    }
}

extension Double: BLASElement {
    public static var routinePrefix: String { "d" }

    public static func gemm(
        m: Int32, n: Int32, k: Int32, alpha: Double, a: UnsafePointer<Double>, aStride: Int32,
        aOrientation: Orientation, b: UnsafePointer<Double>, bStride: Int32, bOrientation: Orientation, beta: Double,
        c: UnsafeMutablePointer<Double>, cStride: Int32
    ) {
        cblas_dgemm(
            CblasRowMajor, aOrientation.blas, bOrientation.blas, m, n, k, alpha, a, aStride, b, bStride, beta, c, cStride)
    }

    public static func multiplySymmetric(
        rows: Int32, n: Int32, b: UnsafePointer<Double>, a: UnsafePointer<Double>, c: UnsafeMutablePointer<Double>
    ) {
        cblas_dsymm(CblasRowMajor, CblasRight, CblasLower, rows, n, 1, a, n, b, n, 0, c, n)
    }

    public static func tridiagonalise(
        n: Int32, a: UnsafeMutablePointer<Double>, diagonal: UnsafeMutablePointer<Double>,
        offDiagonal: UnsafeMutablePointer<Double>, reflectors: UnsafeMutablePointer<Double>,
        work: UnsafeMutablePointer<Double>, workCount: Int32
    ) -> Int32 {
        LAPACKE_dsytrd_work(LAPACK_COL_MAJOR, lower, n, a, n, diagonal, offDiagonal, reflectors, work, workCount)
    }

    public static func divideAndConquer(
        n: Int32, diagonal: UnsafeMutablePointer<Double>, offDiagonal: UnsafeMutablePointer<Double>,
        vectors: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>, workCount: Int32,
        integers: UnsafeMutablePointer<Int32>, integerCount: Int32
    ) -> Int32 {
        LAPACKE_dstedc_work(
            LAPACK_COL_MAJOR, 0x49, n, diagonal, offDiagonal, vectors, n, work, workCount, integers, integerCount)
    }

    public static func tridiagonalValues(
        n: Int32, diagonal: UnsafeMutablePointer<Double>, offDiagonal: UnsafeMutablePointer<Double>
    ) -> Int32 {
        LAPACKE_dsterf_work(n, diagonal, offDiagonal)
    }

    public static func blockFactor(
        n: Int32, count: Int32, reflectors: UnsafePointer<Double>, stride: Int32, scales: UnsafePointer<Double>,
        factor: UnsafeMutablePointer<Double>
    ) -> Int32 {
        LAPACKE_dlarft_work(
            LAPACK_COL_MAJOR, forward, columnwise, n, count, reflectors, stride, scales, factor, count)
    }

    public static func applyBlock(
        n: Int32, vectors count: Int32, reflectors: UnsafePointer<Double>, reflectorCount: Int32, stride: Int32,
        factor: UnsafePointer<Double>, to vectors: UnsafeMutablePointer<Double>, vectorStride: Int32,
        work: UnsafeMutablePointer<Double>
    ) -> Int32 {
        LAPACKE_dlarfb_work(
            LAPACK_COL_MAJOR, left, notTransposed, forward, columnwise, n, count, reflectorCount, reflectors, stride,
            factor, reflectorCount, vectors, vectorStride, work, count)
    }

    public static func factor(n: Int32, a: UnsafeMutablePointer<Double>?) -> Int32 {
        LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, upper, n, a, max(n, 1))
    }

    public static func solve(n: Int32, factor: UnsafePointer<Double>?, right: UnsafeMutablePointer<Double>?) -> Int32 {
        LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, upper, n, 1, factor, max(n, 1), right, max(n, 1))
    }

    public static func invert(n: Int32, factor: UnsafeMutablePointer<Double>?) -> Int32 {
        LAPACKE_dpotri_work(LAPACK_COL_MAJOR, upper, n, factor, max(n, 1))
    }
}
