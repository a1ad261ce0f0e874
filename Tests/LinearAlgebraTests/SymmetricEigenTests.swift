import Faults
import LinearAlgebra
import Matrices
import TestSupport
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
        #expect(eigen.values.count == n)
        if n > 0 { expectClose(eigen.values, values, tolerance: 1e-14, name) }
        for row in 0..<n {
            let (found, expected) = (eigen.vectors[row * n..<(row + 1) * n], vectors[row * n..<(row + 1) * n])
            let sign: Double = zip(found, expected).map(*).reduce(0, +) < 0 ? -1 : 1
            expectClose(found.map { sign * $0 }, Array(expected), tolerance: 1e-14, "\(name), vector \(row)")
        }
    }

    /// Eigenvalues far smaller than the largest, which single precision alone would lose.
    @Test(arguments: [1, 2, 129, 300])
    func valuesArePreciseWhateverTheVectors(side n: Int) throws {
        let rows = normalMatrix(rows: n + 20, columns: n, name: "graded")
        let graded = rows.elements.indices.map { rows.elements[$0] / Float((1 + $0 % n) * (1 + $0 % n)) }
        let matrix = gram(of: Matrix(rows: n + 20, columns: n, elements: graded), side: .columns)
        let exact = try SymmetricEigen(decomposing: matrix, side: n)
        let mixed = try SymmetricEigen<Float>(decomposingPrecisely: matrix, side: n) { min($0.count, 5) }
        expectClose(mixed.values, exact.values, tolerance: 1e-13 * exact.values[0])
        #expect(mixed.count == min(n, 5))
        for row in 0..<mixed.count {
            let (found, expected) = (mixed.vectors[row * n..<(row + 1) * n], exact.vectors[row * n..<(row + 1) * n])
            let cosine = zip(found, expected).reduce(0) { $0 + Double($1.0) * $1.1 }
            #expect(abs(abs(cosine) - 1) < 1e-5, "vector \(row)")
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
            #expect((error as? LinearAlgebraError)?.sentence.contains("finite") == true)
        }
    }

    /// Sides on both sides of LAPACK's own blocks, fewer vectors than there are.
    @Test(arguments: [(1, 1), (2, 1), (40, 40), (150, 60), (300, 7)])
    func singlePrecisionIsRefinedByRayleighQuotients(side n: Int, count: Int) throws {
        let matrix = gram(of: normalMatrix(rows: 3 * n, columns: n, name: "single"), side: .columns)
        let exact = try SymmetricEigen(decomposing: matrix, side: n)
        let eigen = try SymmetricEigen<Float>(decomposing: matrix.map(Float.init), side: n) { _ in count }
        #expect(eigen.count == count && eigen.vectors.count == count * n)
        expectClose(
            zip(eigen.values, exact.values).prefix(count).map { $0 / $1 }, [Double](repeating: 1, count: count),
            tolerance: 1e-6, "values")
        for row in 0..<count {
            let product = (0..<n).reduce(0.0) { $0 + Double(eigen.vectors[row * n + $1]) * exact.vectors[row * n + $1] }
            #expect(abs(abs(product) - 1) < 1e-5, "vector \(row)")
        }
    }

    @Test func theChoiceOfVectorsSeesAllValues() throws {
        var seen: [Double] = []
        let eigen = try SymmetricEigen<Double>(decomposing: [2, 0, 0, 5], side: 2) { values in
            seen = values
            return 1
        }
        #expect(seen == [5, 2] && eigen.values == [5, 2] && eigen.count == 1)
        #expect(eigen.vectors.map { abs($0) } == [0, 1])
    }
}

@Suite struct SymmetricSumTests {
    @Test(arguments: [(700, 300), (9, 5)])
    func partsAddUpToTheWhole(rows: Int, columns: Int) {
        let matrix = normalMatrix(rows: rows, columns: columns, name: "sum")
        let cut = rows / 3
        var sum = SymmetricSum(side: columns)
        for part in [0..<cut, cut..<rows] {
            let block = matrix.selecting(rows: part)
            sum.add(block.elements, rows: block.rows, columns: columns, stride: columns, side: .columns)
        }
        let expected = gram(of: matrix, side: .columns)
        expectClose(sum.symmetric(as: Double.self), expected, tolerance: 1e-6 * Double(rows), "single precision")
        let again = SymmetricSum(side: columns, triangle: (0..<columns).flatMap { sum.triangleRow($0) })
        #expect(again.symmetric(as: Double.self) == sum.symmetric(as: Double.self))
    }

    @Test func aVectorIsAddedTimesAFactor() {
        var sum = SymmetricSum(side: 2)
        sum.add([1, 2] as [Double], rows: 1, columns: 2, stride: 2, side: .columns, plus: 0.5, [4, 6])
        #expect(sum.symmetric(as: Double.self) == [9, 14, 14, 22])
        #expect(sum.trace == 31)
    }
}
