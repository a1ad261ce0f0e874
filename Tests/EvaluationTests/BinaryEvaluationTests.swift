import Evaluation
import Foundation
import TestSupport
import Testing

/// A case of `binary-metrics/expected.json`.
private struct Case: Decodable {
    let name: String
    let labels: [Int8]
    let probabilities: [Double]
    let confusion: [Int]
    let accuracy, precision, recall, f1, specificity, balancedAccuracy, area: Double
    let interval: [Double]
    let averagePrecision, brier, logLoss, pValue: Double
    let shares, means: [Double]
    let others, onlyOneRight: [Int]

    static func load() throws -> [Case] {
        try Fixture.json("binary-metrics/expected.json")
    }
}

@Suite struct BinaryEvaluationTests {
    private func evaluation(_ labels: [Int8], _ probabilities: [Double]) throws -> BinaryEvaluation {
        try BinaryEvaluation(judged(labels, probabilities), threshold: 0.5)
    }

    @Test func equalToScikitLearn() throws {
        let cases = try Case.load()
        #expect(cases.count == 5)
        for expected in cases {
            let evaluation = try evaluation(expected.labels, expected.probabilities)
            let matrix = evaluation.confusion
            #expect(
                [matrix.truePositives, matrix.falsePositives, matrix.trueNegatives, matrix.falseNegatives]
                    == expected.confusion, "\(expected.name)")
            let pairs: [(String, Double?, Double)] = [
                ("accuracy", matrix.accuracy, expected.accuracy), ("precision", matrix.precision, expected.precision),
                ("recall", matrix.recall, expected.recall), ("F1", matrix.f1, expected.f1),
                ("specificity", matrix.specificity, expected.specificity),
                ("balanced accuracy", matrix.balancedAccuracy, expected.balancedAccuracy),
                ("area", evaluation.area, expected.area),
                ("average precision", evaluation.averagePrecision, expected.averagePrecision),
                ("Brier score", evaluation.reliability?.brierScore, expected.brier),
                ("log-loss", evaluation.reliability?.logLoss, expected.logLoss),
                ("lower", evaluation.accuracyInterval?.lower, expected.interval[0]),
                ("upper", evaluation.accuracyInterval?.upper, expected.interval[1]),
            ]
            for (name, ours, theirs) in pairs {
                let ours = try #require(ours, "\(expected.name): \(name)")
                #expect(abs(ours - theirs) < 1e-12, "\(expected.name): \(name) is \(ours), not \(theirs)")
            }
        }
    }

    @Test func reliabilityIsThatOfScikitLearn() throws {
        for expected in try Case.load() {
            let truths = expected.labels.map { Double($0) }
            let reliability = try #require(Reliability(truths: truths, probabilities: expected.probabilities))
            expectClose(reliability.bins.map(\.share), expected.shares, tolerance: 1e-12, expected.name)
            expectClose(reliability.bins.map(\.meanProbability), expected.means, tolerance: 1e-12, expected.name)
            let error = reliability.bins.reduce(0) { $0 + Double($1.count) * abs($1.meanProbability - $1.share) }
            #expect(abs(reliability.expectedCalibrationError - error / Double(truths.count)) < 1e-12)
        }
        #expect(Reliability(truths: [], probabilities: []) == nil)
    }

    @Test func theTestOfTwoClassifiersIsTheExactBinomialOne() throws {
        for expected in try Case.load() {
            try #require(expected.labels.count == expected.probabilities.count)
            let right = zip(expected.labels, expected.probabilities).map { ($0 == 1) == ($1 >= 0.5) }
            let test = McNemarTest(first: right, second: expected.others.map { $0 == 1 })
            #expect([test.onlyFirstRight, test.onlySecondRight] == expected.onlyOneRight)
            #expect(abs(test.pValue - expected.pValue) < 1e-12, "\(expected.name): \(test.pValue)")
        }
        #expect(McNemarTest(onlyFirstRight: 0, onlySecondRight: 0).pValue == 1)
        #expect(McNemarTest(onlyFirstRight: 5000, onlySecondRight: 4000).pValue < 1e-20)
    }

    @Test func aSetWithoutAestheticPhotographsHasOnlyAccuracyAndSpecificity() throws {
        let evaluation = try evaluation([0, 0, 0, 0], [0.1, 0.2, 0.5, 0.3])
        let matrix = evaluation.confusion
        #expect(matrix.accuracy == 0.75)
        #expect(matrix.specificity == 0.75)
        #expect(matrix.precision == nil)
        #expect(matrix.recall == nil)
        #expect(matrix.f1 == nil)
        #expect(matrix.balancedAccuracy == nil)
        #expect(evaluation.area == nil)
    }

    @Test func nothingJudgedHasNoRates() throws {
        let evaluation = try evaluation([], [])
        #expect(evaluation.confusion.accuracy == nil)
        #expect(evaluation.accuracyInterval == nil)
        #expect(evaluation.area == nil)
    }

    @Test func precisionHasNoMeaningWhenNothingIsCalledAesthetic() throws {
        let matrix = try evaluation([1, 0], [0.1, 0.2]).confusion
        #expect(matrix.precision == nil)
        #expect(matrix.recall == 0)
        #expect(matrix.f1 == 0)
    }

    @Test func theIntervalStaysInside() throws {
        // The published 105 of 111 is 88.7 to 97.5 %.
        let interval = try #require(WilsonInterval(successes: 105, trials: 111))
        #expect(abs(interval.lower - 0.887) < 5e-4 && abs(interval.upper - 0.975) < 5e-4)
        #expect(WilsonInterval(successes: 0, trials: 5)?.lower == 0)
        #expect(WilsonInterval(successes: 5, trials: 5)?.upper == 1)
    }

    /// One trial a cluster is no cluster; six equal ones count as one, but for the divisor of a sample's variance.
    @Test func trialsThatBelongTogetherCountForLess() throws {
        let alone = try #require(WilsonInterval(clusters: (0..<50).map { ($0 < 40 ? 1 : 0, 1) }))
        let plain = try #require(WilsonInterval(successes: 40, trials: 50))
        #expect(abs(alone.lower - plain.lower) < 2e-3 && abs(alone.upper - plain.upper) < 2e-3)
        let equal = try #require(WilsonInterval(clusters: (0..<50).map { ($0 < 40 ? 6 : 0, 6) }))
        #expect(abs(equal.lower - alone.lower) < 1e-12 && abs(equal.upper - alone.upper) < 1e-12)
        let pooled = try #require(WilsonInterval(successes: 240, trials: 300))
        #expect(equal.upper - equal.lower > 2 * (pooled.upper - pooled.lower))
        // More alike between clusters than chance makes them: no more than all trials.
        #expect(WilsonInterval(clusters: Array(repeating: (3, 6), count: 10)) == WilsonInterval(successes: 30, trials: 60))
        #expect(WilsonInterval(clusters: Array(repeating: (6, 6), count: 10)) == WilsonInterval(successes: 10, trials: 10))
        #expect(WilsonInterval(clusters: []) == nil)
    }

    @Test func differencesOfClustersAreTested() {
        // (4 - 1) / sqrt(5) deviations of the standard normal distribution, two-sided.
        let differences = [1.0, 1, 1, 1, -1, 0, 0]
        #expect(abs(McNemarTest.pValue(ofClusters: differences) - 0.17971249487899976) < 1e-12)
        #expect(McNemarTest.pValue(ofClusters: differences.map { -$0 / 6 }) == McNemarTest.pValue(ofClusters: differences))
        #expect(McNemarTest.pValue(ofClusters: [0, 0]) == 1)
    }

    @Test func badValuesAreNamed() {
        #expect(throws: EvaluationError.badLabel(photograph: "p1", label: -1)) {
            try evaluation([1, -1], [0, 0])
        }
        #expect(throws: EvaluationError.badProbability(photograph: "p0", probability: 1.5)) {
            try evaluation([1], [1.5])
        }
        #expect(throws: EvaluationError.self) { try evaluation([1], [.nan]) }
    }
}
