import Foundation
import Learning
import Matrices
import TestSupport
import Testing

@Suite struct CalibrationTests {
    /// Logits whose softmax at temperature `truth` is the probability with which labels are drawn.
    private func sample(truth: Double, rows: Int = 20_000) -> (logits: Matrix, labels: [Int]) {
        var stream = RandomStream(seed: 6, name: "calibration")
        let scores = (0..<rows).map { _ in stream.normal() * 1.5 }
        let labels = scores.map { stream.uniform() < 1 / (1 + exp(-$0)) ? 1 : 0 }
        return (Matrix(rows: rows, columns: 2, elements: scores.flatMap { [0, Float($0 * truth)] }), labels)
    }

    @Test(arguments: [0.3, 1, 4.0])
    func theTrueTemperatureIsFound(_ truth: Double) {
        let (logits, labels) = sample(truth: truth)
        let calibration = TemperatureCalibration(logits: logits, labels: labels)
        #expect(abs(calibration.temperature / truth - 1) < 0.05)
        #expect(calibration.errorAfter < 0.015)
        #expect(calibration.lossAfter <= calibration.lossBefore)
        if truth != 1 { #expect(calibration.errorBefore > 0.05) }
    }

    @Test func rowsThatAreAllRightHaveALimit() {
        let calibration = TemperatureCalibration(
            logits: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]), labels: [0, 1])
        #expect(abs(calibration.temperature - 0.05) < 1e-9)
        // By hand: confidence 0.7311 and accuracy 1 in one range.
        #expect(abs(calibration.errorBefore - (1 - 1 / (1 + exp(-1)))) < 1e-7)
    }

    @Test func aCalibratedNetworkHasTheSameVerdicts() throws {
        let data = twoClouds(rows: 400, columns: 8, distance: 1, seed: 1)
        func train(calibrates: Bool) throws -> TrainedNetwork {
            try Trainer(
                architecture: NetworkArchitecture(hiddenWidths: [16], classes: 2),
                configuration: .init(epochs: 12, batchSize: 32, schedule: .constant, calibrates: calibrates)
            ).fit(features: data.features, labels: data.labels)
        }
        let (plain, calibrated) = (try train(calibrates: false), try train(calibrates: true))
        #expect(plain.calibration == nil)
        let temperature = Float(try #require(calibrated.calibration).temperature)
        let (before, after) = (try plain.logits(for: data.features), try calibrated.logits(for: data.features))
        expectClose(after.elements, before.elements.map { $0 / temperature }, tolerance: 1e-4)
    }

    @Test func crossValidationMeasuresOnOtherRows() throws {
        let data = twoClouds(rows: 203, columns: 8, distance: 4, seed: 1)
        let trainer = Trainer(
            architecture: try NetworkArchitecture(hiddenWidths: [16], classes: 2),
            configuration: .init(epochs: 10, batchSize: 16, learningRate: 0.01, schedule: .constant))
        var told: [Int] = []
        let found = try trainer.crossValidate(
            folds: 4, features: data.features, labels: data.labels, progress: { told.append($0) })
        #expect(told == [1, 2, 3, 4])
        #expect(found.accuracies.count == 4)
        #expect(found.mean > 0.93)
        #expect(try trainer.crossValidate(folds: 4, features: data.features, labels: data.labels) == found)
        // Labels that mean nothing: no better than a coin on rows that were not trained on.
        var stream = RandomStream(seed: 5, name: "labels")
        let noise = data.labels.shuffled(using: &stream)
        let none = try trainer.crossValidate(folds: 4, features: data.features, labels: noise)
        #expect(abs(none.mean - 0.5) < 0.12)
        #expect(abs(CrossValidation.deviation(of: none) - none.deviation) < 1e-12)
        #expect(throws: LearningError.foldCount(folds: 300, label: 0, rows: 102)) {
            try trainer.crossValidate(folds: 300, features: data.features, labels: data.labels)
        }
    }
}

extension CrossValidation {
    fileprivate static func deviation(of validation: CrossValidation) -> Double {
        let values = validation.accuracies
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.map { pow($0 - mean, 2) }.reduce(0, +) / Double(values.count - 1)).squareRoot()
    }
}
