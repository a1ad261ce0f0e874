import LinearAlgebra
import Matrices
import Reduction
import TestSupport
import Testing

private func fit(_ features: Matrix, _ size: PrincipalComponentConfiguration.Size, whitens: Bool = false) throws
    -> PrincipalComponents
{
    try PrincipalComponentConfiguration(size: size, whitens: whitens).fit(features)
}

/// The variance of each column with the divisor `rows - 1`, and the covariances of different columns.
private func covariance(_ matrix: Matrix) -> [Double] {
    let mean = (0..<matrix.columns).map { column in
        (0..<matrix.rows).reduce(0) { $0 + Double(matrix[$1, column]) } / Double(matrix.rows)
    }
    return (0..<matrix.columns * matrix.columns).map { index in
        let (i, j) = (index / matrix.columns, index % matrix.columns)
        let sum = (0..<matrix.rows).reduce(0) {
            $0 + (Double(matrix[$1, i]) - mean[i]) * (Double(matrix[$1, j]) - mean[j])
        }
        return sum / Double(matrix.rows - 1)
    }
}

private func diagonal(_ values: [Double]) -> [Double] {
    (0..<values.count * values.count).map { $0 / values.count == $0 % values.count ? values[$0 / values.count] : 0 }
}

@Suite struct PrincipalComponentPropertyTests {
    /// Shapes on both sides of the square, where the other product is decomposed.
    static let shapes = [(60, 12), (12, 60), (20, 20), (21, 20), (20, 21), (2, 5), (300, 3)]

    @Test(arguments: shapes)
    func componentsAreOrthonormalWithAPositiveLargestLoading(rows: Int, columns: Int) throws {
        let fitted = try fit(
            correlatedFeatures(rows: rows, columns: columns, rank: 4), .count(min(3, columns, rows - 1)))
        let products = fitted.components.multiplied(by: fitted.components, .transposed)
        let count = fitted.components.rows
        let identity = diagonal([Double](repeating: 1, count: count))
        expectClose(products.elements.map(Double.init), identity, tolerance: 1e-5, "\(rows) x \(columns)")
        for row in 0..<count {
            let loadings = fitted.components.row(row)
            #expect(loadings.max { abs($0) < abs($1) }.map { $0 > 0 } == true, "component \(row)")
        }
    }

    @Test(arguments: shapes)
    func theTrainingDataHaveTheExplainedVariances(rows: Int, columns: Int) throws {
        let features = correlatedFeatures(rows: rows, columns: columns, rank: 4)
        let count = min(3, columns, rows - 1)
        let fitted = try fit(features, .count(count))
        let total = fitted.explainedVariance[0]
        expectClose(
            covariance(try fitted.transform(features)), diagonal(fitted.explainedVariance), tolerance: 1e-5 * total,
            "\(rows) x \(columns)")
        #expect(zip(fitted.explainedVariance, fitted.explainedVariance.dropFirst()).allSatisfy { $0 >= $1 })
        let whitened = try fit(features, .count(count), whitens: true)
        expectClose(
            covariance(try whitened.transform(features)), diagonal([Double](repeating: 1, count: count)),
            tolerance: 1e-4, "\(rows) x \(columns), whitened")
    }

    @Test(arguments: [(60, 12, 12), (12, 60, 11), (20, 20, 19)])
    func allComponentsPutTheDataTogetherAgain(rows: Int, columns: Int, count: Int) throws {
        let features = correlatedFeatures(rows: rows, columns: columns, rank: 5)
        let fitted = try fit(features, .count(count))
        let rebuilt = try fitted.transform(features).multiplied(by: fitted.components)
        let centred = (0..<rows * columns).map { Float(Double(features.elements[$0]) - fitted.mean[$0 % columns]) }
        expectClose(rebuilt.elements, centred, tolerance: 1e-4, "\(rows) x \(columns)")
        #expect(abs(fitted.explainedVarianceRatio.reduce(0, +) - 1) < 1e-6)
    }

    /// The same data, once decomposed by columns and once, with columns of zeros that make it wide, by rows.
    @Test func bothSidesGiveTheSameComponents() throws {
        let tall = correlatedFeatures(rows: 30, columns: 10, rank: 4)
        let wide = Matrix.concatenating(columnsOf: [tall, Matrix(rows: 30, columns: 40)])
        let (byColumns, byRows) = (try fit(tall, .count(6)), try fit(wide, .count(6)))
        expectClose(
            byRows.components.selecting(columns: Array(0..<10)).elements, byColumns.components.elements,
            tolerance: 1e-4,
            "components")
        expectClose(
            byRows.components.selecting(columns: Array(10..<50)).elements, [Float](repeating: 0, count: 240),
            tolerance: 1e-6, "loadings of zeros")
        expectClose(
            byRows.explainedVariance, byColumns.explainedVariance, tolerance: 1e-6, scale: .relative, "explained variances")
        expectClose(
            try byRows.transform(wide).elements, try byColumns.transform(tall).elements, tolerance: 1e-3, "scores")
    }

    @Test(arguments: [(40, 8), (8, 40)])
    func constantColumnsGetNoLoading(rows: Int, columns: Int) throws {
        var features = correlatedFeatures(rows: rows, columns: columns, rank: 3)
        for row in 0..<rows {
            features[row, 2] = 7.3
            features[row, columns - 1] = 1e4
        }
        let fitted = try fit(features, .count(4))
        for row in 0..<4 {
            #expect(abs(fitted.components[row, 2]) < 1e-5)
            #expect(abs(fitted.components[row, columns - 1]) < 1e-5)
        }
    }

    @Test func aShareKeepsTheFewestComponentsThatExplainMore() throws {
        let features = correlatedFeatures(rows: 50, columns: 20, rank: 6)
        let ratios = try fit(features, .count(20)).explainedVarianceRatio
        for share in [0.01, 0.5, 0.9, 0.99, 0.999, 0.999999] {
            let kept = try fit(features, .varianceShare(share)).components.rows
            #expect(ratios.prefix(kept).reduce(0, +) > share)
            #expect(ratios.prefix(kept - 1).reduce(0, +) <= share, "\(share) needs fewer than \(kept)")
        }
    }

    @Test func rowsAreTransformedOneByOneAsTogether() throws {
        let features = correlatedFeatures(rows: 2100, columns: 6, rank: 3)
        let fitted = try fit(features, .count(4), whitens: true)
        let together = try fitted.transform(features)
        #expect(together.rows == 2100 && together.columns == 4)
        for row in [0, 1023, 1024, 2047, 2048, 2099] {
            let alone = try fitted.transform(features.selecting(rows: [row]))
            expectClose(Array(alone.elements), Array(together.row(row)), tolerance: 1e-4, "row \(row)")
        }
        #expect(try fitted.transform(Matrix(rows: 0, columns: 6)) == Matrix(rows: 0, columns: 4))
    }
}

@Suite struct ReductionErrorTests {
    @Test(arguments: [
        ("one row", 1, 5, PrincipalComponentConfiguration.Size.count(1), ReductionError.tooFewRows(found: 1)),
        ("no row", 0, 5, .varianceShare(0.9), .tooFewRows(found: 0)),
        ("no component", 10, 5, .count(0), .invalidComponentCount(0)),
        ("fewer than none", 10, 5, .count(-3), .invalidComponentCount(-3)),
        ("more than columns", 10, 5, .count(6), .tooManyComponents(requested: 6, rows: 10, columns: 5)),
        ("more than rows", 5, 10, .count(6), .tooManyComponents(requested: 6, rows: 5, columns: 10)),
        ("as many as rows", 5, 10, .count(5), .componentsBeyondRank(requested: 5, rank: 4)),
        ("no share", 10, 5, .varianceShare(0), .invalidShare(0)),
        ("the whole share", 10, 5, .varianceShare(1), .invalidShare(1)),
    ])
    func whatCannotBeFittedIsAnError(
        name: String, rows: Int, columns: Int, size: PrincipalComponentConfiguration.Size, expected: ReductionError
    ) {
        let features = correlatedFeatures(rows: rows, columns: columns, rank: 5)
        let error = #expect(throws: ReductionError.self, "\(name)") { try fit(features, size) }
        #expect(error == expected, "\(name)")
    }

    @Test func aShareThatIsNoNumberIsAnError() {
        let features = correlatedFeatures(rows: 10, columns: 5, rank: 5)
        #expect(throws: ReductionError.self) { try fit(features, .varianceShare(.nan)) }
    }

    @Test(arguments: [PrincipalComponentConfiguration.Size.count(1), .varianceShare(0.5)])
    func equalRowsHaveNoComponents(size: PrincipalComponentConfiguration.Size) {
        let features = Matrix(rows: 6, columns: 4, repeating: 0.1)
        #expect(throws: ReductionError.nothingVaries(rows: 6)) { try fit(features, size) }
    }

    @Test(arguments: [(40, 9), (9, 40)])
    func noMoreComponentsThanDirectionsAreGiven(rows: Int, columns: Int) throws {
        let features = correlatedFeatures(rows: rows, columns: columns, rank: 3, noise: 0)
        #expect(throws: ReductionError.componentsBeyondRank(requested: 9, rank: 3)) { try fit(features, .count(9)) }
        #expect(try fit(features, .varianceShare(0.9999999)).components.rows == 3)
    }

    @Test func featuresOfAnotherWidthAreAnError() throws {
        let fitted = try fit(correlatedFeatures(rows: 10, columns: 5, rank: 3), .count(2))
        #expect(throws: ReductionError.columnsDiffer(found: 6, expected: 5)) {
            try fitted.transform(Matrix(rows: 3, columns: 6))
        }
    }
}
