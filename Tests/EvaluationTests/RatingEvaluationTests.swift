import Evaluation
import Foundation
import Matrices
import TestSupport
import Testing

/// What `rating-metrics/expected.json` holds.
private struct Expected: Decodable {
    struct Distributions: Decodable {
        let truths, predictions: [[Double]]
        let rankCorrelation, linearCorrelation, kendallCorrelation, deviationCorrelation, deviationRankCorrelation: Double
        let meanError, rootMeanSquareError, earthMoversDistance, quadraticEarthMoversDistance: Double
        let threshold, accuracy, brier, logLoss: Double
        let rankInterval, linearInterval: [Double]
    }

    struct Pairs: Decodable {
        let x, y: [Double]
        let pearson, spearman, kendall: Double
    }

    struct Mapping: Decodable {
        let x, y: [Double]
        /// Correlation, root of the mean square and mean of what is left.
        let four, five: [Double]
    }

    let distributions: [Distributions]
    let pairs: [Pairs]
    let mappings: [Mapping]

    static func load() throws -> Expected { try Fixture.json("rating-metrics/expected.json") }
}

@Suite struct RatingEvaluationTests {
    private func evaluation(
        _ truths: [[Double]], _ predictions: [[Double]], threshold: Double = 2, logistic: LogisticMapping.Form? = nil
    ) -> RatingEvaluation {
        let photographs = truths.indices.map {
            RatedPhotograph(path: "p\($0)", votes: truths[$0], prediction: .shares(predictions[$0]))
        }
        var stream = RandomStream(seed: 1, name: "test")
        return RatingEvaluation(photographs, threshold: threshold, logistic: logistic, stream: &stream)
    }

    @Test func measuresAreThoseOfSciPy() throws {
        for expected in try Expected.load().distributions {
            let found = evaluation(expected.truths, expected.predictions, threshold: expected.threshold)
            let scores = try #require(found.scores)
            #expect(found.count == expected.truths.count && found.mapped == nil)
            let pairs: [(String, Double?, Double)] = [
                ("SRCC", found.rankCorrelation, expected.rankCorrelation),
                ("PLCC", found.linearCorrelation, expected.linearCorrelation),
                ("KRCC", found.kendallCorrelation, expected.kendallCorrelation),
                ("PLCC of deviations", scores.deviationCorrelation, expected.deviationCorrelation),
                ("SRCC of deviations", scores.deviationRankCorrelation, expected.deviationRankCorrelation),
                ("MAE", scores.meanError, expected.meanError), ("RMSE", scores.rootMeanSquareError, expected.rootMeanSquareError),
                ("EMD r=1", scores.earthMoversDistance, expected.earthMoversDistance),
                ("EMD r=2", scores.quadraticEarthMoversDistance, expected.quadraticEarthMoversDistance),
                ("accuracy", scores.accuracy, expected.accuracy), ("Brier", scores.reliability?.brierScore, expected.brier),
                ("log-loss", scores.reliability?.logLoss, expected.logLoss),
            ]
            for (name, ours, theirs) in pairs {
                let ours = try #require(ours, "\(name)")
                #expect(abs(ours - theirs) < 1e-12, "\(name) is \(ours), not \(theirs)")
            }
        }
    }

    /// Of other random numbers and of a dozen to thirty photographs, hence the tolerance: ends lie within 0.032.
    @Test func intervalsAreThoseOfSciPysBootstrap() throws {
        for expected in try Expected.load().distributions {
            let found = evaluation(expected.truths, expected.predictions)
            for (ours, theirs) in [(found.rankInterval, expected.rankInterval), (found.linearInterval, expected.linearInterval)] {
                let ours = try #require(ours)
                #expect(abs(ours.lower - theirs[0]) < 0.05 && abs(ours.upper - theirs[1]) < 0.05, "\(ours), \(theirs)")
            }
        }
    }

    @Test func correlationsOfTiedNumbersAreThoseOfSciPy() throws {
        for expected in try Expected.load().pairs {
            let pairs = [
                (Correlation.pearson(expected.x, expected.y), expected.pearson),
                (Correlation.spearman(expected.x, expected.y), expected.spearman),
                (Correlation.kendall(expected.x, expected.y), expected.kendall),
            ]
            for (ours, theirs) in pairs { #expect(abs(try #require(ours) - theirs) < 1e-12) }
        }
    }

    @Test func ranksOfEqualValues() throws {
        // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3.
        let found = try #require(Correlation.spearman([1, 2, 2, 9], [1, 2, 3, 4]))
        #expect(abs(found - 4.5 / (4.5 * 5).squareRoot()) < 1e-12)
        #expect(Correlation.spearman([1, 1, 1], [1, 2, 3]) == nil && Correlation.kendall([1, 1, 1], [1, 2, 3]) == nil)
        #expect(abs(try #require(Correlation.kendall([3, 1, 2], [30, 10, 20])) - 1) < 1e-12)
        #expect(abs(try #require(Correlation.kendall([3, 1, 2], [1, 3, 2])) + 1) < 1e-12)
        #expect(Correlation.kendall([], []) == nil && Correlation.pearson([], []) == nil)
    }

    @Test func whatIsRightIsRight() {
        let shares = [[0.5, 0.5, 0], [0, 0.25, 0.75]]
        let found = evaluation(shares, shares)
        #expect(found.scores?.earthMoversDistance == 0 && found.scores?.rootMeanSquareError == 0)
        expectClose(found.rankCorrelation ?? .nan, 1, tolerance: 1e-12)
        // Two photographs are too few to draw again.
        #expect(found.rankInterval == nil)
        let constant = evaluation(shares, [[0, 1, 0], [0, 1, 0]])
        #expect(constant.rankCorrelation == nil && constant.linearCorrelation == nil)
        #expect(constant.scores?.accuracy == 0.5 && constant.scores?.reliability?.bins.count == 1)
    }

    @Test func aProbabilityHasCorrelationsAlone() throws {
        let votes = [[1.0, 0, 0], [0.5, 0.5, 0], [0, 1, 0], [0, 0.5, 0.5], [0, 0, 1]]
        let photographs = votes.enumerated().map {
            RatedPhotograph(path: "p", votes: $1, prediction: .probability(Double($0) * 1e-12))
        }
        var stream = RandomStream(seed: 1, name: "test")
        let found = RatingEvaluation(photographs, threshold: 0.5, logistic: .fourParameters, stream: &stream)
        #expect(abs(try #require(found.rankCorrelation) - 1) < 1e-12 && found.scores == nil)
        #expect(try #require(found.mapped).rootMeanSquareError < 0.05)
    }
}

@Suite struct LogisticMappingTests {
    @Test func curvesAreAsNearAsThoseOfSciPy() throws {
        for expected in try Expected.load().mappings {
            for (form, theirs) in [(LogisticMapping.Form.fourParameters, expected.four), (.fiveParameters, expected.five)] {
                let mapping = try #require(LogisticMapping(form, from: expected.x, to: expected.y))
                let mapped = expected.x.map { mapping($0) }
                try #require(mapped.count == expected.y.count)
                let left = zip(mapped, expected.y).map { $0 - $1 }
                let count = Double(left.count)
                let ours = [
                    try #require(Correlation.pearson(mapped, expected.y)),
                    (left.reduce(0) { $0 + $1 * $1 } / count).squareRoot(), left.reduce(0) { $0 + abs($1) } / count,
                ]
                expectClose(ours, theirs, tolerance: 1e-6, "\(form)")
            }
        }
    }

    @Test func aCurveIsFoundAgainOnAnyScale() throws {
        let x = (0..<30).map { 1000 + 3 * Double($0) }
        let y = x.map { 2 + 3 / (1 + exp(-0.1 * ($0 - 1040))) }
        let mapping = try #require(LogisticMapping(.fourParameters, from: x, to: y))
        expectClose(x.map { mapping($0) }, y, tolerance: 1e-7)
        #expect(abs(mapping.slope - 0.1) < 1e-6 && abs(mapping.centre - 1040) < 1e-4 && abs(mapping.height - 3) < 1e-5)
        #expect(mapping.tilt == 0)
        let turned = try #require(LogisticMapping(.fiveParameters, from: x, to: y.map { -$0 }))
        expectClose(x.map { -turned($0) }, y, tolerance: 1e-7)
    }

    @Test func straightAndSteppedRelationsHaveFiniteCurves() throws {
        let x = (0..<20).map(Double.init)
        for form in LogisticMapping.Form.allCases {
            let straight = try #require(LogisticMapping(form, from: x, to: x.map { 2 * $0 - 1 }))
            #expect(x.allSatisfy { abs(straight($0) - (2 * $0 - 1)) < 0.05 })
            let stepped = try #require(LogisticMapping(form, from: x, to: x.map { $0 < 10 ? 1 : 2 }))
            #expect(x.allSatisfy { abs(stepped($0) - ($0 < 10 ? 1 : 2)) < 0.05 })
            let flat = try #require(LogisticMapping(form, from: x, to: x.map { _ in 3 }))
            #expect(x.allSatisfy { abs(flat($0) - 3) < 1e-9 })
            #expect(LogisticMapping(form, from: Array(x.prefix(form.rawValue)), to: Array(x.prefix(form.rawValue))) == nil)
            #expect(LogisticMapping(form, from: x.map { _ in 1 }, to: x) == nil)
        }
    }
}
