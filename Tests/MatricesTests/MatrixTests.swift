import Matrices
import Testing

/// A matrix whose element in row r and column c is 10 r + c.
private func numbered(rows: Int, columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { Float($0 / columns * 10 + $0 % columns) })
}

@Suite struct MatrixTests {
    @Test func elementsAreFoundByRowAndColumn() {
        var matrix = numbered(rows: 3, columns: 4)
        #expect(matrix[2, 1] == 21)
        #expect(Array(matrix.row(1)) == [10, 11, 12, 13])
        matrix[0, 3] = -1
        #expect(matrix.elements == [0, 1, 2, -1, 10, 11, 12, 13, 20, 21, 22, 23])
    }

    @Test func aCopyDoesNotChangeWithItsOriginal() {
        var original = numbered(rows: 2, columns: 2)
        let copy = original
        original.withUnsafeMutableBufferPointer { $0[0] = 99 }
        #expect(copy[0, 0] == 0)
        #expect(original[0, 0] == 99)
    }

    @Test func storageFilledInPlaceIsKept() {
        let matrix = Matrix(rows: 2, columns: 3) { buffer in
            for index in buffer.indices { buffer[index] = Float(index) }
        }
        #expect(matrix.elements == [0, 1, 2, 3, 4, 5])
        #expect(Matrix(rows: 0, columns: 3) { _ in }.elements.isEmpty)
    }

    @Test(arguments: [
        ("in order", [0, 1, 2]), ("reversed", [2, 1, 0]), ("repeated", [1, 1, 1, 0]), ("one", [2]), ("none", []),
    ])
    func rowsAreSelected(name: String, indices: [Int]) {
        let selected = numbered(rows: 3, columns: 4).selecting(rows: indices)
        #expect(selected.rows == indices.count && selected.columns == 4, "\(name)")
        let expected: [Float] = indices.flatMap { row in (0..<4).map { column in Float(row * 10 + column) } }
        #expect(selected.elements == expected, "\(name)")
    }

    @Test func aRangeOfRowsIsSelected() {
        #expect(numbered(rows: 5, columns: 2).selecting(rows: 3..<5).elements == [30, 31, 40, 41])
    }

    @Test(arguments: [("in order", [0, 1, 2, 3]), ("some", [3, 1]), ("repeated", [2, 2]), ("none", [])])
    func columnsAreSelected(name: String, indices: [Int]) {
        let selected = numbered(rows: 3, columns: 4).selecting(columns: indices)
        #expect(selected.rows == 3 && selected.columns == indices.count, "\(name)")
        let expected: [Float] = (0..<3).flatMap { row in indices.map { column in Float(row * 10 + column) } }
        #expect(selected.elements == expected, "\(name)")
    }

    @Test func columnsOfSeveralMatricesAreSetSideBySide() {
        let whole = numbered(rows: 3, columns: 6)
        let parts = [[0], [1, 2, 3], [], [4, 5]].map { whole.selecting(columns: $0) }
        #expect(Matrix.concatenating(columnsOf: parts) == whole)
        #expect(Matrix.concatenating(columnsOf: []) == Matrix(rows: 0, columns: 0))
    }

    @Test func rowsOfSeveralMatricesAreStacked() {
        let whole = numbered(rows: 6, columns: 3)
        let parts = [0..<1, 1..<4, 4..<4, 4..<6].map { whole.selecting(rows: $0) }
        #expect(Matrix.concatenating(rowsOf: parts) == whole)
        #expect(Matrix.concatenating(rowsOf: []) == Matrix(rows: 0, columns: 0))
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func theFirstElementThatIsNotFiniteIsFound(value: Float) {
        var matrix = numbered(rows: 4, columns: 3)
        #expect(matrix.firstNonFinite() == nil)
        matrix[3, 0] = value
        matrix[2, 1] = value
        let found = matrix.firstNonFinite()
        #expect(found?.row == 2 && found?.column == 1)
    }

    @Test func theLargestFloatIsFinite() {
        let matrix = Matrix(rows: 1, columns: 2, elements: [.greatestFiniteMagnitude, -.leastNonzeroMagnitude])
        #expect(matrix.firstNonFinite() == nil)
    }
}
