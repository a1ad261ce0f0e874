import Foundation
import LinearAlgebra
import Matrices
import Reduction
import Synchronization
import TestSupport
import Testing

/// Rows that are read from nowhere else than a matrix, and counted.
private final class CountedRows: RowSource {
    let matrix: Matrix
    let reads = Mutex(0)

    init(_ matrix: Matrix) { self.matrix = matrix }

    var rowCount: Int { matrix.rows }
    var columns: Int { matrix.columns }

    func read(rows range: Range<Int>) throws -> Matrix {
        reads.withLock { $0 += range.count }
        return matrix.selecting(rows: range)
    }
}

private struct Failure: Error, Equatable {}

private struct FailingRows: RowSource {
    let rowCount = 9000
    let columns = 4

    func read(rows range: Range<Int>) throws -> Matrix {
        if range.contains(5000) { throw Failure() }
        return correlatedFeatures(rows: range.count, columns: columns, rank: 2)
    }
}

@Suite struct MomentsTests {
    @Test(arguments: [Arithmetic.single, .double])
    func blocksAddUpToTheWhole(arithmetic: Arithmetic) {
        let features = correlatedFeatures(rows: 300, columns: 7, rank: 3)
        var (whole, parts) = (Moments(columns: 7), Moments(columns: 7))
        whole.add(features, in: .double)
        for part in [0..<1, 1..<40, 40..<40, 40..<299, 299..<300] {
            parts.add(features.selecting(rows: part), in: arithmetic)
        }
        #expect(parts.count == 300)
        expectClose(parts.mean, whole.mean, tolerance: 1e-9, "mean")
        let scale = whole.scatter.trace
        expectClose(
            parts.scatter.symmetric(as: Double.self).map { $0 / scale },
            whole.scatter.symmetric(as: Double.self).map { $0 / scale },
            tolerance: arithmetic == .double ? 1e-12 : 1e-6, "scatter")
    }

    /// Columns whose mean is a million deviations: sums of squares would lose every digit in single precision.
    @Test(arguments: [Arithmetic.single, .double])
    func meansFarLargerThanDeviationsCostNoDigits(arithmetic: Arithmetic) {
        // Multiples of 1/16 are exact beside a million.
        var stream = RandomStream(seed: 3, name: "far")
        let near = Matrix(rows: 500, columns: 3, elements: (0..<1500).map { _ in Float((16 * stream.normal()).rounded() / 16) })
        let far = Matrix(rows: 500, columns: 3, elements: near.elements.map { $0 + 1_000_000 })
        var (moments, expected) = (Moments(columns: 3), Moments(columns: 3))
        for start in stride(from: 0, to: 500, by: 125) {
            moments.add(far.selecting(rows: start..<start + 125), in: arithmetic)
        }
        expected.add(near, in: .double)
        expectClose(
            moments.scatter.symmetric(as: Double.self), expected.scatter.symmetric(as: Double.self),
            tolerance: 1e-6 * expected.scatter.trace, "scatter")
    }
}

@Suite struct StreamingTests {
    @Test func rowsAreReadOnceInBlocks() throws {
        let rows = CountedRows(correlatedFeatures(rows: 9000, columns: 4, rank: 2))
        var seen: [Int] = []
        let fitted = try PrincipalComponentConfiguration(size: .count(2)).fit(rows) { seen.append($0) }
        #expect(rows.reads.withLock { $0 } == 9000)
        #expect(seen.last == 9000 && seen.count > 1 && seen == seen.sorted())
        var scores: [Float] = []
        try fitted.transform(rows) { scores += $0.elements }
        #expect(try scores == fitted.transform(rows.matrix).elements)
    }

    @Test func whatTheSourceThrowsEndsTheFit() {
        #expect(throws: Failure()) { try PrincipalComponentConfiguration(size: .count(2)).fit(FailingRows()) }
    }

    /// Above 1024 columns products are in single precision.
    @Test(arguments: [(1500, 1100), (1100, 1500)])
    func singlePrecisionAgreesWithDouble(rows: Int, columns: Int) throws {
        let features = correlatedFeatures(rows: rows, columns: columns, rank: 12)
        let plan = FittingPlan(rows: rows, columns: columns)
        #expect(plan.arithmetic == .single && plan.solver == (rows < columns ? .gram : .covariance))
        let fitted = try PrincipalComponentConfiguration(size: .count(12)).fit(features)
        #expect(fitted.method == FittingMethod(solver: plan.solver, arithmetic: .single, selection: "count"))
        var moments = Moments(columns: columns)
        moments.add(features, in: .double)
        let exact = try PrincipalComponentConfiguration(size: .count(12)).fit(moments, in: .double)
        #expect(fitted.explainedVariance.count == 12)
        expectClose(
            fitted.explainedVariance, exact.explainedVariance, tolerance: 1e-6, scale: .relative, "explained variances")
        expectClose(fitted.components.elements, exact.components.elements, tolerance: 1e-4, "components")
        #expect(fitted.scree.count == min(rows - 1, columns))
    }

    /// Small variances keep their digits beside large ones, though products are in single precision.
    ///
    /// Products of rows are all of one size, so that their rounding weighs more than that of products of columns.
    @Test(arguments: [(1500, 1100, 1e-5), (1100, 1500, 3e-5)])
    func smallVariancesKeepTheirDigits(rows: Int, columns: Int, tolerance: Double) throws {
        var stream = RandomStream(seed: 6, name: "falling spectrum")
        let numbers = (0..<rows * columns).map { Float(stream.normal() * pow(1 + Double($0 % columns), -0.7)) }
        let turned = Matrix(rows: rows, columns: columns, elements: numbers)
        let mirror = (0..<columns).map { _ in Float(stream.normal()) }
        let length = mirror.reduce(0) { $0 + $1 * $1 }
        let features = Matrix(
            rows: rows, columns: columns,
            elements: (0..<rows).flatMap { row -> [Float] in
                let own = turned.row(row)
                let part = 2 * zip(own, mirror).reduce(0) { $0 + $1.0 * $1.1 } / length
                return zip(own, mirror).map { $0 - part * $1 }
            })
        let fitted = try PrincipalComponentConfiguration(size: .count(550)).fit(features)
        #expect(fitted.method?.arithmetic == .single)
        var moments = Moments(columns: columns)
        moments.add(features, in: .double)
        let exact = try PrincipalComponentConfiguration(size: .count(550)).fit(moments, in: .double)
        #expect(exact.explainedVariance[0] > 3000 * exact.explainedVariance[549])
        expectClose(
            fitted.explainedVariance, exact.explainedVariance, tolerance: tolerance, scale: .relative, "explained variances")
    }

    /// Rounding is not taken for variance, in either precision.
    @Test(arguments: [(1300, 1060, 9), (600, 1100, 9), (60, 40, 9)])
    func theRankIsThatOfTheData(rows: Int, columns: Int, rank: Int) throws {
        let features = correlatedFeatures(rows: rows, columns: columns, rank: rank, noise: 0)
        #expect(throws: ReductionError.componentsBeyondRank(requested: 30, rank: rank)) {
            _ = try PrincipalComponentConfiguration(size: .count(30)).fit(features).samples
        }
    }

    @Test func memoryIsBoundedWhateverTheRows() {
        for (rows, columns) in [(81_099, 16928), (2_000_000, 16928), (15_000, 16928), (10_000_000, 512), (3000, 2560)] {
            let plan = FittingPlan(rows: rows, columns: columns)
            #expect(plan.peakBytes <= 14 * columns * columns + 512 << 20, "\(rows) x \(columns)")
        }
        #expect(FittingPlan(rows: 81_099, columns: 16928).peakBytes < 7_000_000_000)
    }
}
