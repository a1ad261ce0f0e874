import Foundation
import Learning

/// How a classifier was trained and how well, as it is stored with it.
struct TrainingReport: Codable {
    let configuration: TrainingConfiguration
    let calibration: TemperatureCalibration?
    let crossValidation: CrossValidation?
    /// Nil where the manifest has no part to test on.
    let test: TestedPart?

    /// What a person is told at the end.
    var lines: [String] {
        var lines: [String] = []
        if let calibration {
            lines.append(
                String(
                    format: "temperature %.3f: expected calibration error %.4f before, %.4f after (on the validation part)",
                    calibration.temperature, calibration.errorBefore, calibration.errorAfter))
        }
        if let crossValidation {
            lines.append(
                String(
                    format: "accuracy %.4f, deviation %.4f over %d folds", crossValidation.mean, crossValidation.deviation,
                    crossValidation.accuracies.count))
        }
        if let test { lines.append(test.sentence) }
        return lines
    }
}
