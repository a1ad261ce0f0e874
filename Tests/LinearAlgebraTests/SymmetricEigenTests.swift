import LinearAlgebra
import Matrices
import Testing

private let half = 0.5.squareRoot()

@Suite struct SymmetricEigenTests {
    @Test(arguments: [1, 2, 3, 7, 32, 150])
    func aMatrixIsPutTogetherAgain(side n: Int) throws {
        let matrix = gram(of: normalMatrix(rows: n + 3, columns: n, name: "eigen"), side: .columns)
        let eigen = try SymmetricEigen(decomposing: matrix, side: n)
        let scale = eigen.values[0]
        let rebuilt = (0..<n * n).map { index in
            (0..<n).reduce(0.0) {
                $0 + eigen.values[$1] * eigen.vectors[$1 * n + index / n] * eigen.vectors[$1 * n + index % n]
            }
        }
        expectClose(rebuilt, matrix, tolerance: 1e-12 * scale, "side \(n)")
        #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 }, "values descend")
    }

    @Test(arguments: [2, 5, 60])
    func eigenvectorsAreOrthonormalRows(side n: Int) throws {
        // A matrix of rank 2: most of its eigenvalues are equal.
        let matrix = gram(of: normalMatrix(rows: 2, columns: n, name: "rank"), side: .columns)
        let vectors = try SymmetricEigen(decomposing: matrix, side: n).vectors
        let products = (0..<n * n).map { index in
            (0..<n).reduce(0.0) { $0 + vectors[index / n * n + $1] * vectors[index % n * n + $1] }
        }
        expectClose(products, (0..<n * n).map { $0 / n == $0 % n ? 1 : 0 }, tolerance: 1e-12, "side \(n)")
    }

    @Test(arguments: [
        (
            "diagonal", [2, 0, 0, 0, -1, 0, 0, 0, 5] as [Double], [5, 2, -1] as [Double],
            [0, 0, 1, 1, 0, 0, 0, 1, 0] as [Double]
        ),
        ("two by two", [2, 1, 1, 2], [3, 1], [half, half, half, -half]),
        ("a reflection", [0, 1, 1, 0], [1, -1], [half, half, half, -half]),
        ("a number", [-4], [-4], [1]),
        ("zeros", [0, 0, 0, 0], [0, 0], [0, 1, 1, 0]),
        ("nothing", [], [], []),
    ])
    func knownDecompositions(name: String, matrix: [Double], values: [Double], vectors: [Double]) throws {
        let n = values.count
        let eigen = try SymmetricEigen(decomposing: matrix, side: n)
        expectClose(eigen.values, values, tolerance: 1e-14, name)
        for row in 0..<n {
            let (found, expected) = (eigen.vectors[row * n..<(row + 1) * n], vectors[row * n..<(row + 1) * n])
            let sign: Double = zip(found, expected).map(*).reduce(0, +) < 0 ? -1 : 1
            expectClose(found.map { sign * $0 }, Array(expected), tolerance: 1e-14, "\(name), vector \(row)")
        }
    }

    @Test func onlyOneTriangleIsRead() throws {
        let matrix = gram(of: normalMatrix(rows: 9, columns: 6, name: "triangle"), side: .columns)
        let upper = matrix.enumerated().map { $0.offset / 6 > $0.offset % 6 ? 1e6 : $0.element }
        let (whole, half) = (
            try SymmetricEigen(decomposing: matrix, side: 6), try SymmetricEigen(decomposing: upper, side: 6)
        )
        expectClose(half.values, whole.values, tolerance: 1e-12)
    }

    @Test func aMatrixThatIsNotFiniteIsAnErrorOrStaysNotFinite() {
        let matrix: [Double] = [.nan, 0, 0, 1]
        do {
            let eigen = try SymmetricEigen(decomposing: matrix, side: 2)
            #expect(eigen.values.contains { !$0.isFinite })
        } catch {
            #expect(error == .notConverged(routine: "dsyevd", offDiagonals: 2) || error.sentence.contains("finite"))
        }
    }
}
