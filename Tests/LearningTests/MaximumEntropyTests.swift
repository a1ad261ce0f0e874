import Learning
import Matrices
import TestSupport
import Testing

@Suite struct MaximumEntropyTests {
    /// Shares of the way from one bound to another, near both and between.
    private static let ways = [1e-9, 1e-6, 0.01, 0.2, 0.5, 0.7, 0.99, 1 - 1e-6, 1 - 1e-9]

    @Test(arguments: [2, 3, 5, 10, 101])
    func meansAreReproduced(bins: Int) throws {
        for way in Self.ways {
            let mean = 1 + way * Double(bins - 1)
            let shares = try MaximumEntropy.shares(bins: bins, mean: mean)
            #expect(shares.count == bins && shares.allSatisfy { $0 >= 0 })
            expectClose(shares.reduce(0, +), 1, tolerance: 1e-12)
            expectClose(RatingScale.mean(of: shares), mean, tolerance: 1e-9)
            let mirrored = try MaximumEntropy.shares(bins: bins, mean: Double(bins + 1) - mean)
            expectClose(mirrored.reversed(), shares, tolerance: 1e-9)
            // The form that the largest entropy has: every share is the same multiple of the one before.
            for bin in 1..<bins - 1 where shares.allSatisfy({ $0 > 1e-100 }) {
                expectClose(shares[bin] * shares[bin], shares[bin - 1] * shares[bin + 1], tolerance: 1e-10, scale: .relative)
            }
        }
    }

    @Test(arguments: [3, 4, 10, 101])
    func meansAndDeviationsAreReproduced(bins: Int) throws {
        for (place, way) in Self.ways.flatMap({ place in Self.ways.map { (place, $0) } }) where 0.001...0.999 ~= place {
            let mean = 1 + place * Double(bins - 1), below = mean.rounded(.down)
            let least = ((mean - below) * (below + 1 - mean)).squareRoot()
            let most = ((mean - 1) * (Double(bins) - mean)).squareRoot()
            let deviation = least + way * (most - least)
            let shares = try MaximumEntropy.shares(bins: bins, mean: mean, deviation: deviation)
            expectClose(shares.reduce(0, +), 1, tolerance: 1e-12)
            expectClose(RatingScale.mean(of: shares), mean, tolerance: 1e-9, "mean \(mean) ± \(deviation)")
            // The deviation is the root of a small difference where it is small.
            let variance = RatingScale.deviation(of: shares) * RatingScale.deviation(of: shares)
            expectClose(variance, deviation * deviation, tolerance: 1e-9, scale: .ofEach, "variance at \(mean) ± \(deviation)")
            let mirrored = try MaximumEntropy.shares(bins: bins, mean: Double(bins + 1) - mean, deviation: deviation)
            expectClose(mirrored.reversed(), shares, tolerance: 1e-7)
        }
    }

    @Test func knownDistributions() throws {
        // The die of Jaynes (1978), whose mean is 4.5.
        expectClose(
            try MaximumEntropy.shares(bins: 6, mean: 4.5), [0.05435, 0.07877, 0.11416, 0.16545, 0.23977, 0.34749],
            tolerance: 6e-6)
        expectClose(try MaximumEntropy.shares(bins: 2, mean: 1.3), [0.7, 0.3], tolerance: 1e-12)
        expectClose(try MaximumEntropy.shares(bins: 10, mean: 5.5), [Double](repeating: 0.1, count: 10), tolerance: 1e-12)
        let even = RatingScale.deviation(of: [Double](repeating: 0.1, count: 10))
        expectClose(
            try MaximumEntropy.shares(bins: 10, mean: 5.5, deviation: even), [Double](repeating: 0.1, count: 10),
            tolerance: 1e-10)
        // Three shares are fixed by their sum, their mean and their deviation.
        expectClose(
            try MaximumEntropy.shares(bins: 3, mean: 2.1, deviation: 0.49.squareRoot()), [0.2, 0.5, 0.3], tolerance: 1e-9)
    }

    @Test(arguments: [.nan, 0.5, 10.5, -.infinity, .infinity])
    func meansThatCannotBe(mean: Double) {
        let found = Sample.sentence { _ = try MaximumEntropy.shares(bins: 10, mean: mean) }
        #expect(found?.contains("must be from 1 to 10") == true, "\(found ?? "nothing")")
    }

    @Test func atAnEndOfTheScaleAllVotesAreEqual() throws {
        #expect(try MaximumEntropy.shares(bins: 3, mean: 1) == [1, 0, 0])
        #expect(try MaximumEntropy.shares(bins: 3, mean: 3) == [0, 0, 1])
        let sentence = Sample.sentence { _ = try MaximumEntropy.shares(bins: 3, mean: 1, deviation: 0.5) }
        #expect(sentence?.contains("above 1 and below 3: at an end of the scale, all votes would be equal") == true)
    }

    @Test(arguments: [0, 0.5, 2.2912878474779197, 5, .nan])
    func deviationsThatCannotBe(deviation: Double) {
        let found = Sample.sentence { _ = try MaximumEntropy.shares(bins: 5, mean: 2.5, deviation: deviation) }
        #expect(found?.contains("around the mean 2.5 it must be above 0.5 and below 1.93") == true, "\(found ?? "nothing")")
    }

    @Test func tooFewBins() {
        #expect(throws: LearningError.tooFewBins(1)) { try MaximumEntropy.shares(bins: 1, mean: 1) }
        #expect(throws: LearningError.tooFewBins(2, least: 3)) {
            try MaximumEntropy.shares(bins: 2, mean: 1.5, deviation: 0.5)
        }
    }

    @Test func ratingsFromMeansOnAnyScale() throws {
        let ratings = try RatingDistributions(
            means: [20, 50, 90], deviations: [10, 20, 12], lowest: 0, highest: 100, bins: 10)
        #expect(ratings.bins == 10)
        expectClose(ratings.means, [2.8, 5.5, 9.1], tolerance: 1e-5)
        let deviations = (0..<3).map { RatingScale.deviation(of: ratings.shares.row($0)) }
        expectClose(deviations, [0.9, 1.8, 1.08], tolerance: 1e-5)
        let alone = try RatingDistributions(means: [20, 50], lowest: 0, highest: 100, bins: 10)
        expectClose(alone.shares.row(1), [Double](repeating: 0.1, count: 10), tolerance: 1e-7)
        expectClose(alone.shares.row(0), try MaximumEntropy.shares(bins: 10, mean: 2.8), tolerance: 1e-7)
    }

    @Test func photographsAreNamed() throws {
        func expect(_ sentence: String, _ body: () throws -> RatingDistributions) {
            #expect(Sample.sentence { _ = try body() } == sentence)
        }
        expect("b.jpg has no votes, or an invalid number of votes; every photograph to learn from needs votes") {
            try RatingDistributions(votes: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 0]), photographs: ["a.jpg", "b.jpg"])
        }
        expect(
            "b.jpg: the mean score is 101, but it must be from 0 to 100"
        ) {
            try RatingDistributions(means: [50, 101], lowest: 0, highest: 100, bins: 10, photographs: ["a.jpg", "b.jpg"])
        }
        expect("row 0: the deviation of the scores is 60, but around the mean 50 it must be above 0 and below 50") {
            try RatingDistributions(means: [50], deviations: [60], lowest: 0, highest: 100, bins: 11)
        }
        expect("the scale of the scores goes from 5 to 1; expected two finite numbers, the lower one first") {
            try RatingDistributions(means: [2], lowest: 5, highest: 1, bins: 10)
        }
    }

    @Test func balancedRowsAreRepeatable() throws {
        let means = (0..<200).map { 5 + 0.004 * Double($0) } + [1.5, 9.5, 9.6, 9.7]
        let ratings = try RatingDistributions(means: means, lowest: 1, highest: 10, bins: 10)
        let rows = ratings.balancedRows(ranges: 10, count: 2, seed: 1)
        #expect(rows == rows.sorted() && Set(rows).count == rows.count)
        #expect(rows.count { $0 < 200 } == 4 && rows.contains(200) && rows.count { $0 > 200 } == 2)
        #expect(ratings.balancedRows(ranges: 10, count: 2, seed: 1) == rows)
        #expect(ratings.balancedRows(ranges: 10, count: 2, seed: 2) != rows)
        #expect(ratings.balancedRows(ranges: 1, count: 500, seed: 2) == Array(0..<204))
    }
}
