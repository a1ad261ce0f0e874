import Foundation
import Learning
import Matrices
import TestSupport
import Testing

@Suite struct LinearHeadTests {
    /// What scikit-learn's logistic regression says of generated rows, more columns than rows, for several penalties.
    private struct Expected: Decodable {
        struct Fit: Decodable {
            /// scikit-learn's C.
            let inverse: Double
            let coefficients: [Double]
            let intercept: Double
            let logits: [Double]
        }

        let features: [[Double]]
        let labels: [Int]
        let fits: [Fit]
    }

    @Test func regressionsAreThoseOfScikitLearn() throws {
        let expected: Expected = try Fixture.json("logistic/expected.json")
        let columns = expected.features[0].count
        let features = Matrix(
            rows: expected.features.count, columns: columns, elements: expected.features.joined().map { Float($0) })
        for fit in expected.fits {
            // The last column does not vary, and takes no part in the penalty.
            let penalty = 1 / (fit.inverse * Double(columns - 1))
            let head = try LinearHead.fit(
                features: features, labels: expected.labels, penalties: [penalty], seed: 1, calibrates: false)
            #expect(abs(head.search.inversePenalty / fit.inverse - 1) < 1e-6)
            let logits = try head.network.logits(for: features)
            for (row, wanted) in fit.logits.enumerated() {
                let found = Double(logits[row, 1] - logits[row, 0])
                #expect(abs(found - wanted) < 1e-4 * max(1, abs(wanted)), "C \(fit.inverse), row \(row): \(found), \(wanted)")
            }
            let tensors = head.network.parameters.tensors
            let (kernel, bias) = (tensors[0], tensors[1])
            #expect(abs(Double(bias[1] - bias[0]) - fit.intercept) < 1e-4)
            for (column, wanted) in fit.coefficients.enumerated() {
                #expect(
                    abs(Double(kernel[2 * column + 1] - kernel[2 * column]) - wanted) < 1e-4, "C \(fit.inverse), column \(column)"
                )
            }
        }
    }

    @Test func thePenaltyIsThatOfTheLowestLoss() throws {
        let data = twoClouds(rows: 60, columns: 300, distance: 2, seed: 4)
        let head = try LinearHead.fit(features: data.features, labels: data.labels, seed: 1)
        let search = head.search
        let best = try #require(search.losses.indices.min { search.losses[$0] < search.losses[$1] })
        #expect(search.losses.count == LinearHead.penalties.count && search.penalty == LinearHead.penalties[best])
        #expect(search.folds == 5 && search.photographs == 60 && search.majority == 30)
        #expect(search.right > 40 && search.right <= 60)
        let calibration = try #require(head.network.calibration)
        #expect(calibration.rows == 60 && calibration.source == .leftOut)
        #expect(calibration.lossAfter <= calibration.lossBefore)
        #expect(abs(calibration.lossBefore - search.losses[best]) < 1e-6)
        #expect(try LinearHead.fit(features: data.features, labels: data.labels, seed: 1).network == head.network)
    }

    @Test func labelsByChanceGetAStrongPenaltyAndNoAccuracy() throws {
        let data = twoClouds(rows: 120, columns: 200, distance: 0, seed: 9)
        let head = try LinearHead.fit(features: data.features, labels: data.labels, seed: 1)
        #expect(abs(try #require(head.search.losses.min()) - log(2)) < 0.06)
        #expect(head.search.penalty >= 0.1)
        let validation = try LinearHead.crossValidate(folds: 4, features: data.features, labels: data.labels, seed: 1)
        #expect(validation.accuracies.count == 4 && validation.total?.rows == 120)
        #expect(abs(validation.mean - 0.5) < 0.17)
    }

    @Test func crossValidationMeasuresOnOtherRows() throws {
        let data = twoClouds(rows: 90, columns: 40, distance: 4, seed: 2)
        var told: [Int] = []
        let found = try LinearHead.crossValidate(
            folds: 3, features: data.features, labels: data.labels, seed: 1, progress: { told.append($0) })
        #expect(told == [1, 2, 3] && found.mean > 0.95)
        #expect(throws: LearningError.foldCount(folds: Int.max, label: 0, rows: 45)) {
            try LinearHead.crossValidate(folds: .max, features: data.features, labels: data.labels, seed: 1)
        }
    }

    /// Copies of a photograph that stay together give nothing away; taken apart they would.
    @Test func groupsStayTogether() throws {
        let data = twoClouds(rows: 40, columns: 200, distance: 0, seed: 5)
        let rows = (0..<160).map { $0 / 4 }
        let features = data.features.selecting(rows: rows), labels = rows.map { data.labels[$0] }
        let groups = RowGroups(keys: rows.map(String.init), isMeasured: (0..<160).map { $0 % 4 == 0 })
        let together = try LinearHead.fit(features: features, labels: labels, groups: groups, seed: 1)
        #expect(together.search.photographs == 40)
        #expect(abs(Double(together.search.right) / 40 - 0.5) < 0.3)
        let apart = try LinearHead.fit(features: features, labels: labels, seed: 1)
        #expect(Double(apart.search.right) / 160 > 0.9)
    }

    @Test func aClassOfOneIsFittedWithoutAMeasurement() throws {
        let data = twoClouds(rows: 12, columns: 20, distance: 3, seed: 1)
        let labels = (0..<12).map { $0 == 3 ? 1 : 0 }
        let head = try LinearHead.fit(features: data.features, labels: labels, seed: 1)
        #expect(head.search.losses.isEmpty && head.search.photographs == 0 && head.network.calibration == nil)
        #expect(throws: LearningError.oneClassOnly(label: 0)) {
            try LinearHead.fit(features: data.features, labels: labels.map { _ in 0 }, seed: 1)
        }
    }

    @Test func columnsThatDoNotVaryLeaveTheShareOfTheClasses() throws {
        let features = Matrix(rows: 10, columns: 6, repeating: 0.25)
        let labels = (0..<10).map { $0 < 4 ? 1 : 0 }
        let head = try LinearHead.fit(features: features, labels: labels, seed: 1, calibrates: false)
        let probability = try head.network.probabilities(for: features)[0, 1]
        #expect(abs(probability - 0.4) < 1e-5)
    }

    @Test func aFitCanBeStopped() throws {
        let data = twoClouds(rows: 40, columns: 20, distance: 1, seed: 1)
        #expect(throws: LearningError.cancelled(epoch: 0)) {
            try LinearHead.fit(features: data.features, labels: data.labels, seed: 1, shouldStop: { true })
        }
    }
}
