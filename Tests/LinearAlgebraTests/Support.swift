import LinearAlgebra
import Matrices
import Testing

/// A matrix of standard normal numbers that belongs to `name`.
func normalMatrix(rows: Int, columns: Int, name: String) -> Matrix {
    var stream = RandomStream(seed: 1, name: name)
    return Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(stream.normal()) })
}

/// Records an issue at the caller's line when two lists differ by more than `tolerance` somewhere, or in length.
func expectClose(
    _ found: some Collection<Double>, _ expected: some Collection<Double>, tolerance: Double, _ what: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard found.count == expected.count else {
        Issue.record("\(what): \(found.count) values, \(expected.count) expected", sourceLocation: sourceLocation)
        return
    }
    let differences = zip(found, expected).map { abs($0 - $1) }
    // A NaN compares with nothing: it counts as infinitely far.
    let worst = differences.enumerated().max {
        ($0.element.isNaN ? .infinity : $0.element) < ($1.element.isNaN ? .infinity : $1.element)
    }
    guard let worst, !(worst.element <= tolerance) else { return }
    Issue.record("\(what): element \(worst.offset) differs by \(worst.element)", sourceLocation: sourceLocation)
}

/// The product of `matrix` with itself in double precision, both triangles.
func gram(of matrix: Matrix, side: GramSide) -> [Double] {
    var sum = SymmetricSum(side: side == .columns ? matrix.columns : matrix.rows)
    sum.add(
        matrix.elements.map(Double.init), rows: matrix.rows, columns: matrix.columns, stride: matrix.columns, side: side)
    return sum.symmetric()
}
