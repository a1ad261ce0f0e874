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
    let averagePrecision, brier, pValue: Double
    let shares, means: [Double]
    let others, onlyOneRight: [Int]

    static func load() throws -> [Case] {
        try Fixture.json("binary-metrics/expected.json")
    }
}

@Suite struct BinaryEvaluationTests {
    @Test func equalToScikitLearn() throws {
        let cases = try Case.load()
        #expect(cases.count == 5)
        for expected in cases {
            let evaluation = try BinaryEvaluation(labels: expected.labels, probabilities: expected.probabilities)
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
            let truths = expected.labels.map { $0 == 1 }
            let reliability = try #require(Reliability(truths: truths, probabilities: expected.probabilities))
            try #require(reliability.bins.count == expected.shares.count, "\(expected.name)")
            for (bin, (share, mean)) in zip(reliability.bins, zip(expected.shares, expected.means)) {
                #expect(abs(bin.share - share) < 1e-12 && abs(bin.meanProbability - mean) < 1e-12, "\(expected.name)")
            }
            let error = reliability.bins.reduce(0) { $0 + Double($1.count) * abs($1.meanProbability - $1.share) }
            #expect(abs(reliability.expectedCalibrationError - error / Double(truths.count)) < 1e-12)
        }
        #expect(Reliability(truths: [], probabilities: []) == nil)
    }

    @Test func theTestOfTwoClassifiersIsTheExactBinomialOne() throws {
        for expected in try Case.load() {
            let right = zip(expected.labels, expected.probabilities).map { ($0 == 1) == ($1 >= 0.5) }
            let test = McNemarTest(first: right, second: expected.others.map { $0 == 1 })
            #expect([test.onlyFirstRight, test.onlySecondRight] == expected.onlyOneRight)
            #expect(abs(test.pValue - expected.pValue) < 1e-12, "\(expected.name): \(test.pValue)")
        }
        #expect(McNemarTest(onlyFirstRight: 0, onlySecondRight: 0).pValue == 1)
        #expect(McNemarTest(onlyFirstRight: 5000, onlySecondRight: 4000).pValue < 1e-20)
    }

    @Test func aSetWithoutAestheticPhotographsHasOnlyAccuracyAndSpecificity() throws {
        let evaluation = try BinaryEvaluation(labels: [0, 0, 0, 0], probabilities: [0.1, 0.2, 0.5, 0.3])
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
        let evaluation = try BinaryEvaluation(labels: [], probabilities: [])
        #expect(evaluation.confusion.accuracy == nil)
        #expect(evaluation.accuracyInterval == nil)
        #expect(evaluation.area == nil)
    }

    @Test func precisionHasNoMeaningWhenNothingIsCalledAesthetic() throws {
        let matrix = try BinaryEvaluation(labels: [1, 0], probabilities: [0.1, 0.2]).confusion
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

    @Test func badValuesAreNamed() {
        #expect(throws: EvaluationError.badLabel(row: 1, label: -1)) {
            try BinaryEvaluation(labels: [1, -1], probabilities: [0, 0])
        }
        #expect(throws: EvaluationError.badProbability(row: 0, probability: 1.5)) {
            try BinaryEvaluation(labels: [1], probabilities: [1.5])
        }
        #expect(throws: EvaluationError.self) { try BinaryEvaluation(labels: [1], probabilities: [.nan]) }
    }
}
