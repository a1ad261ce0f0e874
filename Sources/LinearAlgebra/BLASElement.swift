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

    /// `C <- B A` for rows B `[rows, n]` and symmetric A `[n, n]`, of which the part above the diagonal is read.
    static func multiplySymmetric(
        rows: Int32, n: Int32, b: UnsafePointer<Self>, a: UnsafePointer<Self>, c: UnsafeMutablePointer<Self>)

    /// LAPACK's `sytrd` on the part of a row-major matrix below its diagonal.
    static func tridiagonalise(
        n: Int32, a: UnsafeMutablePointer<Self>, diagonal: UnsafeMutablePointer<Self>,
        offDiagonal: UnsafeMutablePointer<Self>, reflectors: UnsafeMutablePointer<Self>,
        work: UnsafeMutablePointer<Self>, workCount: Int32) -> Int32

    /// LAPACK's `stedc` with eigenvectors of the tridiagonal matrix.
    static func divideAndConquer(
        n: Int32, diagonal: UnsafeMutablePointer<Self>, offDiagonal: UnsafeMutablePointer<Self>,
        vectors: UnsafeMutablePointer<Self>, work: UnsafeMutablePointer<Self>, workCount: Int32,
        integers: UnsafeMutablePointer<Int32>, integerCount: Int32) -> Int32

    /// LAPACK's `ormtr`: turns `count` eigenvectors of the tridiagonal matrix into those of the whole one.
    static func transformBack(
        n: Int32, count: Int32, a: UnsafePointer<Self>, reflectors: UnsafePointer<Self>,
        vectors: UnsafeMutablePointer<Self>, work: UnsafeMutablePointer<Self>, workCount: Int32) -> Int32
}

// Row-major matrices are LAPACK's transposed: what lies below our diagonal lies above its.
private let upper: CChar = 0x55

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
        cblas_ssymm(CblasRowMajor, CblasRight, CblasUpper, rows, n, 1, a, n, b, n, 0, c, n)
    }

    public static func tridiagonalise(
        n: Int32, a: UnsafeMutablePointer<Float>, diagonal: UnsafeMutablePointer<Float>,
        offDiagonal: UnsafeMutablePointer<Float>, reflectors: UnsafeMutablePointer<Float>,
        work: UnsafeMutablePointer<Float>, workCount: Int32
    ) -> Int32 {
        LAPACKE_ssytrd_work(LAPACK_COL_MAJOR, upper, n, a, n, diagonal, offDiagonal, reflectors, work, workCount)
    }

    public static func divideAndConquer(
        n: Int32, diagonal: UnsafeMutablePointer<Float>, offDiagonal: UnsafeMutablePointer<Float>,
        vectors: UnsafeMutablePointer<Float>, work: UnsafeMutablePointer<Float>, workCount: Int32,
        integers: UnsafeMutablePointer<Int32>, integerCount: Int32
    ) -> Int32 {
        LAPACKE_sstedc_work(
            LAPACK_COL_MAJOR, 0x49, n, diagonal, offDiagonal, vectors, n, work, workCount, integers, integerCount)
    }

    public static func transformBack(
        n: Int32, count: Int32, a: UnsafePointer<Float>, reflectors: UnsafePointer<Float>,
        vectors: UnsafeMutablePointer<Float>, work: UnsafeMutablePointer<Float>, workCount: Int32
    ) -> Int32 {
        LAPACKE_sormtr_work(
            LAPACK_COL_MAJOR, 0x4C, upper, 0x4E, n, count, a, n, reflectors, vectors, n, work, workCount)
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
        cblas_dsymm(CblasRowMajor, CblasRight, CblasUpper, rows, n, 1, a, n, b, n, 0, c, n)
    }

    public static func tridiagonalise(
        n: Int32, a: UnsafeMutablePointer<Double>, diagonal: UnsafeMutablePointer<Double>,
        offDiagonal: UnsafeMutablePointer<Double>, reflectors: UnsafeMutablePointer<Double>,
        work: UnsafeMutablePointer<Double>, workCount: Int32
    ) -> Int32 {
        LAPACKE_dsytrd_work(LAPACK_COL_MAJOR, upper, n, a, n, diagonal, offDiagonal, reflectors, work, workCount)
    }

    public static func divideAndConquer(
        n: Int32, diagonal: UnsafeMutablePointer<Double>, offDiagonal: UnsafeMutablePointer<Double>,
        vectors: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>, workCount: Int32,
        integers: UnsafeMutablePointer<Int32>, integerCount: Int32
    ) -> Int32 {
        LAPACKE_dstedc_work(
            LAPACK_COL_MAJOR, 0x49, n, diagonal, offDiagonal, vectors, n, work, workCount, integers, integerCount)
    }

    public static func transformBack(
        n: Int32, count: Int32, a: UnsafePointer<Double>, reflectors: UnsafePointer<Double>,
        vectors: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>, workCount: Int32
    ) -> Int32 {
        LAPACKE_dormtr_work(
            LAPACK_COL_MAJOR, 0x4C, upper, 0x4E, n, count, a, n, reflectors, vectors, n, work, workCount)
    }
}
