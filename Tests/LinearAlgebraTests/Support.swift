import LinearAlgebra
import Matrices

/// A matrix of standard normal numbers that belongs to `name`.
func normalMatrix(rows: Int, columns: Int, name: String) -> Matrix {
    var stream = RandomStream(seed: 1, name: name)
    return Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(stream.normal()) })
}

/// The product of `matrix` with itself in double precision, both triangles.
func gram(of matrix: Matrix, side: GramSide) -> [Double] {
    var sum = SymmetricSum(side: side == .columns ? matrix.columns : matrix.rows)
    sum.add(
        matrix.elements.map(Double.init), rows: matrix.rows, columns: matrix.columns, stride: matrix.columns, side: side)
    return sum.symmetric()
}
