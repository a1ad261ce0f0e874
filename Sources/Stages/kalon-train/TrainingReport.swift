import Evaluation
import Foundation
import Learning
import StageSupport

/// How a classifier was trained and how well, as stored with it.
struct TrainingReport: Codable {
    /// `linear` or `network`.
    var head: String
    var preset: String?
    /// Of a network.
    var configuration: TrainingConfiguration?
    /// Of a linear head.
    var linear: LinearHead.PenaltySearch?
    var calibration: TemperatureCalibration?
    var crossValidation: CrossValidation?
    var warnings: [Warning]
    /// Nil if the manifest has no test part.
    var test: TestedPart?

    init(
        head: Head, configuration: TrainingConfiguration? = nil, linear: LinearHead.PenaltySearch? = nil,
        calibration: TemperatureCalibration?, crossValidation: CrossValidation?, warnings: [Warning]
    ) {
        self.head = head.rawValue
        self.configuration = configuration
        self.linear = linear
        self.calibration = calibration
        self.crossValidation = crossValidation
        self.warnings = warnings
    }

    /// The lines for the user at the end.
    var lines: [String] {
        var lines: [String] = []
        if let calibration {
            lines.append(
                String(
                    format: "calibrated on %d photographs (%@): temperature %.3f, log-loss %.4f before, %.4f after, expected "
                        + "calibration error %.4f before, %.4f after",
                    calibration.rows ?? 0, (calibration.source ?? .validation).rawValue, calibration.temperature,
                    calibration.lossBefore, calibration.lossAfter, calibration.errorBefore, calibration.errorAfter))
        }
        if let crossValidation, let total = crossValidation.total {
            let measured = MeasuredAccuracy(right: total.right, photographs: total.rows, ones: total.ones)
            lines.append(
                measured.words
                    + String(
                        format: " over %d folds, deviation %.4f between them", crossValidation.accuracies.count,
                        crossValidation.deviation))
        }
        if let test { lines.append(test.sentence) }
        return lines
    }
}
