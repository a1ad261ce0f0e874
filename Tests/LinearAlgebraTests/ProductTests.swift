import LinearAlgebra
import Matrices
import TestSupport
import Testing

private let orientations: [Orientation] = [.asStored, .transposed]

/// `matrix` as it is stored when it is used in `orientation` as an `[rows, columns]` factor.
private func factor(_ rows: Int, _ columns: Int, _ orientation: Orientation, name: String) -> Matrix {
    orientation == .asStored
        ? normalMatrix(rows: rows, columns: columns, name: name)
        : normalMatrix(rows: columns, columns: rows, name: name)
}

private func element(_ matrix: Matrix, _ row: Int, _ column: Int, _ orientation: Orientation) -> Double {
    Double(orientation == .asStored ? matrix[row, column] : matrix[column, row])
}

@Suite struct ProductTests {
    @Test(arguments: [
        (1, 1, 1), (3, 5, 7), (17, 1, 4), (1, 9, 33), (64, 31, 1), (40, 65, 129), (0, 3, 4), (3, 0, 4), (3, 4, 0),
    ])
    func productsAreThoseOfPlainLoops(m: Int, n: Int, k: Int) {
        for left in orientations {
            for right in orientations {
                let a = factor(m, k, left, name: "a")
                let b = factor(k, n, right, name: "b")
                let product = a.multiplied(left, by: b, right)
                #expect(product.rows == m && product.columns == n)
                let expected = (0..<m * n).map { index in
                    (0..<k).reduce(0) { $0 + element(a, index / n, $1, left) * element(b, $1, index % n, right) }
                }
                #expect(product.elements.count == m * n)
                if m * n == 0 { continue }
                expectClose(
                    product.elements.map(Double.init), expected, tolerance: 1e-5 * Double(k + 1).squareRoot(),
                    "\(m) x \(k) by \(k) x \(n), \(left), \(right)")
            }
        }
    }

    @Test func aProductIsAddedToWhatIsThereAlready() {
        let (a, b) = (normalMatrix(rows: 3, columns: 4, name: "a"), normalMatrix(rows: 4, columns: 2, name: "b"))
        var found = [Float](repeating: 2, count: 6)
        multiply(
            m: 3, n: 2, k: 4, alpha: 0.5, a.elements, aStride: 4, .asStored, b.elements, bStride: 2, .asStored, beta: 3,
            into: &found, cStride: 2)
        expectClose(
            found.map(Double.init), a.multiplied(by: b).elements.map { 6 + 0.5 * Double($0) }, tolerance: 1e-5)
    }

    @Test func partsOfLargerMatricesAreMultiplied() {
        let (a, b) = (normalMatrix(rows: 4, columns: 6, name: "a"), normalMatrix(rows: 6, columns: 5, name: "b"))
        var found = [Float](repeating: 9, count: 2 * 7)
        // The first three columns of two rows by the first three rows, of which four columns count.
        multiply(
            m: 2, n: 4, k: 3, a.elements, aStride: 6, .asStored, b.elements, bStride: 5, .asStored, into: &found,
            cStride: 7)
        let part = a.selecting(rows: [0, 1]).selecting(columns: [0, 1, 2])
            .multiplied(by: b.selecting(rows: [0, 1, 2]).selecting(columns: [0, 1, 2, 3]))
        let expected = (0..<14).map { $0 % 7 < 4 ? Double(part[$0 / 7, $0 % 7]) : 9 }
        expectClose(found.map(Double.init), expected, tolerance: 1e-5)
    }
}

@Suite struct GramTests {
    @Test(arguments: [(1, 1), (5, 3), (3, 5), (700, 4), (4, 1100), (0, 3), (3, 0)])
    func bothSidesAreThoseOfPlainLoops(rows: Int, columns: Int) {
        let matrix = normalMatrix(rows: rows, columns: columns, name: "gram")
        for side in [GramSide.columns, .rows] {
            let n = side == .columns ? columns : rows
            let depth = side == .columns ? rows : columns
            let orientation: Orientation = side == .columns ? .transposed : .asStored
            let expected = (0..<n * n).map { index in
                (0..<depth).reduce(0) {
                    $0 + element(matrix, index / n, $1, orientation) * element(matrix, index % n, $1, orientation)
                }
            }
            let found = gram(of: matrix, side: side)
            #expect(found.count == n * n)
            if n > 0 { expectClose(found, expected, tolerance: 1e-11 * Double(depth + 1), "\(rows) x \(columns), \(side)") }
            let transposed = (0..<n * n).map { index in found[index % n * n + index / n] }
            #expect(found == transposed)
        }
    }

    @Test func productsKeepDigitsThatFloatsWouldLose() {
        // In 32 bits 4096² + 2^-13 is 4096².
        let matrix = Matrix(rows: 2, columns: 1, elements: [4096, 0x1p-7])
        #expect(gram(of: matrix, side: .columns) == [0x1p24 + 0x1p-14])
    }
}
