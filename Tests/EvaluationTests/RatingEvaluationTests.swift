import Evaluation
import TestSupport
import Testing

@Suite struct RatingEvaluationTests {
    private struct Expected: Decodable {
        let truths: [[Double]]
        let predictions: [[Double]]
        let rankCorrelation: Double
        let linearCorrelation: Double
        let deviationCorrelation: Double
        let meanError: Double
        let earthMoversDistance: Double
    }

    @Test func measuresAreThoseOfSciPy() throws {
        for expected in try Fixture.json("rating-metrics/expected.json", as: [Expected].self) {
            let found = RatingEvaluation(truths: expected.truths, predictions: expected.predictions)
            #expect(found.count == expected.truths.count)
            // Means that are equal on paper may be ranked apart by their last bits.
            #expect(abs(try #require(found.rankCorrelation) - expected.rankCorrelation) < 0.01)
            #expect(abs(try #require(found.linearCorrelation) - expected.linearCorrelation) < 1e-12)
            #expect(abs(try #require(found.deviationCorrelation) - expected.deviationCorrelation) < 1e-12)
            #expect(abs(found.meanError - expected.meanError) < 1e-12)
            #expect(abs(found.earthMoversDistance - expected.earthMoversDistance) < 1e-12)
        }
    }

    @Test func ranksOfEqualValues() throws {
        // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3.
        let found = try #require(Correlation.spearman([1, 2, 2, 9], [1, 2, 3, 4]))
        #expect(abs(found - 4.5 / (4.5 * 5).squareRoot()) < 1e-12)
        #expect(Correlation.spearman([1, 1, 1], [1, 2, 3]) == nil)
    }

    @Test func whatIsRightIsRight() {
        let shares = [[0.5, 0.5, 0], [0, 0.25, 0.75]]
        let found = RatingEvaluation(truths: shares, predictions: shares)
        #expect(found.earthMoversDistance == 0 && found.meanError == 0)
        #expect(abs((found.rankCorrelation ?? 0) - 1) < 1e-12)
        let constant = RatingEvaluation(truths: shares, predictions: [[0, 1, 0], [0, 1, 0]])
        #expect(constant.rankCorrelation == nil && constant.linearCorrelation == nil)
    }
}
