import CLAPACK
import Matrices

/// Which of the two symmetric products of a matrix is meant.
public enum GramSide: Sendable {
    /// `AᵀA`, `[columns, columns]`.
    case columns
    /// `AAᵀ`, `[rows, rows]`.
    case rows
}

/// The symmetric product of `matrix` with itself, in double precision, both triangles filled.
///
/// The elements are widened before they are multiplied, a block of rows or columns at a time, so that small
/// eigenvalues keep their digits. Cost: rows * columns * side operations, side² doubles of memory.
public func gram(of matrix: Matrix, side: GramSide) -> [Double] {
    let n = side == .columns ? matrix.columns : matrix.rows
    var product = [Double](repeating: 0, count: n * n)
    let depth = side == .columns ? matrix.rows : matrix.columns
    let blockDepth = 512
    for start in stride(from: 0, to: depth, by: blockDepth) {
        let block = widened(matrix, side: side, from: start, count: min(blockDepth, depth - start))
        // Upper triangle of `blockᵀ block` for [depth, n] blocks in row-major order.
        cblas_dsyrk(
            CblasRowMajor, CblasUpper, CblasTrans, Int32(n), Int32(block.count / max(n, 1)), 1,
            block, Int32(max(n, 1)), 1, &product, Int32(max(n, 1)))
    }
    for row in 0..<n {
        for column in 0..<row { product[row * n + column] = product[column * n + row] }
    }
    return product
}

/// A block `[count, n]` of the matrix (of its transpose for `.rows`) in double precision.
private func widened(_ matrix: Matrix, side: GramSide, from start: Int, count: Int) -> [Double] {
    matrix.withUnsafeBufferPointer { source in
        switch side {
        case .columns:
            return source[start * matrix.columns..<(start + count) * matrix.columns].map(Double.init)
        case .rows:
            var block = [Double](repeating: 0, count: count * matrix.rows)
            for row in 0..<matrix.rows {
                for offset in 0..<count {
                    block[offset * matrix.rows + row] = Double(source[row * matrix.columns + start + offset])
                }
            }
            return block
        }
    }
}
