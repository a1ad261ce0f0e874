import Foundation
import Graphs
import Kernels
import Matrices

/// The temperature that makes a classifier's confidence match its accuracy.
///
/// Logits are divided by the number above 0 that gives the lowest cross-entropy; the likeliest class does not change. It is
/// fitted and measured on the same rows, so the error after it is somewhat too good. Published by Guo et al. (2017).
public struct TemperatureCalibration: Codable, Sendable, Equatable {
    /// The temperature, above 0; above 1 lowers the confidence.
    public let temperature: Double
    /// The expected calibration error before, 0 to 1.
    ///
    /// It is the mean over rows of the difference between confidence and accuracy within 15 equal ranges of confidence.
    public let errorBefore: Double
    /// The expected calibration error after, 0 to 1.
    public let errorAfter: Double
    /// The mean cross-entropy before, in nats.
    public let lossBefore: Double
    /// The mean cross-entropy after, in nats.
    public let lossAfter: Double
    /// The number of rows that it was fitted to; nil in files that were written before it was kept.
    public let rows: Int?
    /// The rows that it was fitted to; nil in files that were written before it was kept.
    public let source: Source?

    /// The rows that a temperature was fitted to.
    public enum Source: String, Codable, Sendable {
        /// The rows that chose the epoch.
        case validation = "the validation part"
        /// The rows of every fold, as judged by regressions on the other folds.
        case leftOut = "photographs left out of the fit"
    }

    /// Whether the rows determine the temperature.
    ///
    /// They do not if all are correct, or so many are wrong that no temperature is too high.
    public var isSettled: Bool {
        temperature > Self.range.lowerBound * 1.001 && temperature < Self.range.upperBound / 1.001
    }

    private static let bins = 15
    /// The range that is searched; if every row is correct or nearly so, no temperature is low enough.
    private static let range = 0.05...20.0

    /// Fits the temperature to rows with labels.
    ///
    /// - Parameters:
    ///   - logits: `[rows, classes]`.
    ///   - labels: One for each row, from 0 to the number of classes less 1.
    ///   - source: Where the rows come from.
    /// - Precondition: There is at least one row.
    public init(logits: Matrix, labels: [Int], source: Source = .validation) {
        precondition(logits.rows > 0 && labels.count == logits.rows, "a calibration needs rows and their labels")
        self.rows = labels.count
        self.source = source
        let rows = LabelledLogits(logits: logits, labels: labels)
        temperature = Self.bestTemperature(rows)
        (lossBefore, errorBefore) = (rows.loss(temperature: 1), rows.error(temperature: 1, bins: Self.bins))
        lossAfter = rows.loss(temperature: temperature)
        errorAfter = rows.error(temperature: temperature, bins: Self.bins)
    }

    /// The loss is convex in 1 / temperature, so its slope is 0 at the best one, which is found by bisection.
    private static func bestTemperature(_ rows: LabelledLogits) -> Double {
        var (low, high) = (1 / range.upperBound, 1 / range.lowerBound)
        for _ in 0..<60 {
            let middle = (low * high).squareRoot()
            if rows.slope(inverseTemperature: middle) > 0 { high = middle } else { low = middle }
        }
        return 1 / (low * high).squareRoot()
    }
}

private struct LabelledLogits {
    let logits: Matrix
    let labels: [Int]

    private func probabilities(_ row: Int, inverseTemperature: Double) -> [Double] {
        let values = logits.row(row).map { Double($0) * inverseTemperature }
        let largest = values.max() ?? 0
        let powers = values.map { exp($0 - largest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    func loss(temperature: Double) -> Double {
        let losses = labels.indices.map { row in
            logits.withUnsafeBufferPointer { values -> Double in
                guard let base = values.baseAddress else { return 0 }
                let row = (values: base + row * logits.columns, label: labels[row])
                return Softmax.logSumExp(row.values, logits.columns, temperature: temperature)
                    - Double(row.values[row.label]) / temperature
            }
        }
        return losses.reduce(0, +) / Double(losses.count)
    }

    /// The derivative of the summed loss with respect to 1 / temperature.
    func slope(inverseTemperature: Double) -> Double {
        labels.indices.reduce(0) { sum, row in
            let values = logits.row(row).map(Double.init)
            let mean = zip(probabilities(row, inverseTemperature: inverseTemperature), values).reduce(0) { $0 + $1.0 * $1.1 }
            return sum + mean - values[labels[row]]
        }
    }

    func error(temperature: Double, bins: Int) -> Double {
        var surplus = [Double](repeating: 0, count: bins)
        for row in labels.indices {
            let probabilities = probabilities(row, inverseTemperature: 1 / temperature)
            let confidence = probabilities.max() ?? 0
            let isRight = probabilities.firstIndex(of: confidence) == labels[row]
            let bin = min(bins - 1, Int(confidence * Double(bins)))
            surplus[bin] += confidence - (isRight ? 1 : 0)
        }
        return surplus.reduce(0) { $0 + abs($1) } / Double(labels.count)
    }
}

extension NetworkArchitecture {
    /// The parameters of the same network with its logits divided by `temperature`: the last layer's kernel and bias are
    /// divided.
    func dividingLogits(of parameters: Parameters, by temperature: Double) throws -> Parameters {
        let last = layerNames[layers.count - 1], factor = Float(1 / temperature)
        return try parameters.mapped { specification, values in
            specification.name.layer == last ? values.map { $0 * factor } : values
        }
    }
}
