import LinearAlgebra
import Matrices
import Testing

@Suite struct CholeskyFactorTests {
    private func numbers(_ count: Int) -> [Float] {
        var stream = RandomStream(seed: 3, name: "cholesky \(count)")
        return (0..<count).map { _ in Float(stream.normal()) }
    }

    /// `AAᵀ + side`, whole, of random numbers.
    private func positive(_ side: Int) -> [Float] {
        let a = numbers(side * side)
        var matrix = [Float](repeating: 0, count: side * side)
        for row in 0..<side {
            for column in 0..<side {
                for k in 0..<side { matrix[row * side + column] += a[row * side + k] * a[column * side + k] }
            }
            matrix[row * (side + 1)] += Float(side)
        }
        return matrix
    }

    @Test(arguments: [1, 2, 7, 40]) func aSolutionSolves(side: Int) throws {
        let matrix = positive(side)
        let right = numbers(side)
        let solution = try CholeskyFactor(matrix, side: side).solve(right)
        for row in 0..<side {
            let sum = (0..<side).reduce(Float(0)) { $0 + matrix[row * side + $1] * solution[$1] }
            #expect(abs(sum - right[row]) < 1e-3)
        }
    }

    @Test func theInverseHasItsDiagonal() throws {
        let side = 9
        let factor = try CholeskyFactor(positive(side), side: side)
        let diagonal = try factor.inverseDiagonal()
        for row in 0..<side {
            var unit = [Float](repeating: 0, count: side)
            unit[row] = 1
            #expect(abs(try factor.solve(unit)[row] - diagonal[row]) < 1e-5)
        }
    }

    @Test func whatLiesAboveTheDiagonalIsNotRead() throws {
        let side = 5
        var matrix = positive(side)
        let expected = try CholeskyFactor(matrix, side: side).solve(numbers(side))
        for row in 0..<side {
            for column in row + 1..<max(side, row + 1) { matrix[row * side + column] = .nan }
        }
        #expect(try CholeskyFactor(matrix, side: side).solve(numbers(side)) == expected)
    }

    @Test func aDependentRowIsNamed() {
        #expect(throws: LinearAlgebraError.notPositiveDefinite(row: 1)) {
            try CholeskyFactor([4, 0, 4, 4 - 1e-6], side: 2)
        }
    }

    @Test func productsAreThoseOfTheMatrix() {
        let (rows, columns) = (7, 4)
        let a = numbers(rows * columns)
        let ofColumns = gram(a, rows: rows, columns: columns, side: .columns)
        let ofRows = gram(a, rows: rows, columns: columns, side: .rows)
        for row in 0..<columns {
            for column in 0...row {
                let sum = (0..<rows).reduce(Float(0)) { $0 + a[$1 * columns + row] * a[$1 * columns + column] }
                #expect(abs(ofColumns[row * columns + column] - sum) < 1e-5)
            }
        }
        for row in 0..<rows {
            for column in 0...row {
                let sum = (0..<columns).reduce(Float(0)) { $0 + a[row * columns + $1] * a[column * columns + $1] }
                #expect(abs(ofRows[row * rows + column] - sum) < 1e-5)
            }
        }
    }
}
