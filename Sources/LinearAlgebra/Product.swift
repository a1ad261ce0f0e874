import CLAPACK
import Matrices

/// How a factor enters a product.
public enum Orientation: Sendable {
    /// The matrix itself.
    case asStored
    /// The matrix with rows and columns exchanged.
    case transposed

    var blas: CBLAS_TRANSPOSE { self == .asStored ? CblasNoTrans : CblasTrans }
}

/// Computes `C <- alpha op(A) op(B) + beta C` on row-major storage.
///
/// Cost: 2mnk operations.
///
/// - Parameters:
///   - m: the rows of op(A) and C.
///   - n: the columns of op(B) and C.
///   - k: the columns of op(A) and the rows of op(B).
///   - alpha: the factor of the product.
///   - a: A as stored.
///   - aStride: the length of A's rows in memory.
///   - aOrientation: whether op(A) is A or its transpose.
///   - b: B as stored.
///   - bStride: the length of B's rows in memory.
///   - bOrientation: whether op(B) is B or its transpose.
///   - beta: the factor of the old C; with 0, C need not be initialised.
///   - c: C, `[m, n]`.
///   - cStride: the length of C's rows in memory.
/// - Precondition: no size is negative, and every size fits into 32 bits.
public func multiply<Element: BLASElement>(
    m: Int, n: Int, k: Int, alpha: Element = 1,
    _ a: UnsafePointer<Element>, aStride: Int, _ aOrientation: Orientation,
    _ b: UnsafePointer<Element>, bStride: Int, _ bOrientation: Orientation,
    beta: Element = 0, into c: UnsafeMutablePointer<Element>, cStride: Int
) {
    guard m > 0, n > 0 else { return }
    Element.gemm(
        m: Int32(m), n: Int32(n), k: Int32(k), alpha: alpha, a: a, aStride: Int32(max(aStride, 1)),
        aOrientation: aOrientation, b: b, bStride: Int32(max(bStride, 1)), bOrientation: bOrientation, beta: beta, c: c,
        cStride: Int32(max(cStride, 1)))
}

extension Matrix {
    /// The product `op(self) op(other)`.
    ///
    /// Cost: 2 rows columns inner operations.
    ///
    /// - Parameters:
    ///   - orientation: whether this matrix is transposed.
    ///   - other: the right factor.
    ///   - otherOrientation: whether the right factor is transposed.
    /// - Returns: `[rows of op(self), columns of op(other)]`. Traps when the inner sides differ.
    public func multiplied(
        _ orientation: Orientation = .asStored, by other: Matrix, _ otherOrientation: Orientation = .asStored
    ) -> Matrix {
        let (m, k) = orientation == .asStored ? (rows, columns) : (columns, rows)
        let (inner, n) = otherOrientation == .asStored ? (other.rows, other.columns) : (other.columns, other.rows)
        precondition(k == inner, "cannot multiply \(m) x \(k) by \(inner) x \(n)")
        var product = Matrix(rows: m, columns: n)
        withUnsafeBufferPointer { a in
            other.withUnsafeBufferPointer { b in
                product.withUnsafeMutableBufferPointer { c in
                    guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
                    multiply(
                        m: m, n: n, k: k, a, aStride: columns, orientation, b, bStride: other.columns, otherOrientation,
                        into: c, cStride: n)
                }
            }
        }
        return product
    }
}
