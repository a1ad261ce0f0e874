import Foundation
import Matrices

/// A classifier with its weights: what training or loading gives.
public struct TrainedNetwork: Sendable, Equatable {
    public let architecture: NetworkArchitecture
    /// Columns of the features that it takes.
    public let inputs: Int
    /// One entry a layer.
    public let parameters: [LayerParameters]
    /// The standardisation of the inputs, where it was trained with one.
    public let inputScaling: InputScaling?
    /// How it was trained; no epochs where that is not known.
    public let history: TrainingHistory
    /// How its logits were divided by a temperature, where they were; the parameters include it.
    public let calibration: TemperatureCalibration?

    /// A network of given weights. Throws `LearningError` when a shape differs from the architecture's or a number is
    /// not finite.
    public init(
        architecture: NetworkArchitecture, inputs: Int, parameters: [LayerParameters],
        inputScaling: InputScaling? = nil, history: TrainingHistory = TrainingHistory(),
        calibration: TemperatureCalibration? = nil
    ) throws(LearningError) {
        guard parameters.count == architecture.layers.count else {
            throw .layerCount(found: parameters.count, expected: architecture.layers.count)
        }
        var width = inputs
        for (index, (layer, values)) in zip(architecture.layers, parameters).enumerated() {
            width = try values.outputWidth(of: layer, at: index, inputs: width)
        }
        if let inputScaling, inputScaling.mean.count != inputs {
            throw .scalingWidth(found: inputScaling.mean.count, expected: inputs)
        }
        self.architecture = architecture
        self.inputs = inputs
        self.parameters = parameters
        self.inputScaling = inputScaling
        self.history = history
        self.calibration = calibration
    }

    /// The logits `[rows, classes]` of features `[rows, inputs]`: what softmax makes probabilities of.
    ///
    /// Throws `LearningError` when the number of columns differs or a number is not finite. Memory beside the result:
    /// 256 rows of the widest layer, twice.
    public func logits(for features: Matrix) throws(LearningError) -> Matrix {
        guard features.columns == inputs else {
            throw .columnCount(part: .input, found: features.columns, expected: inputs)
        }
        if let place = features.firstNonFinite() {
            throw .notFinite(part: .input, row: place.row, column: place.column)
        }
        return InferencePass(layers: architecture.layers, parameters: parameters).logits(
            of: 0..<features.rows, from: RowGathering(features: features, scaling: inputScaling),
            classes: architecture.classes)
    }

    /// The probabilities `[rows, classes]` of features `[rows, inputs]`; every row sums to 1. Throws as `logits(for:)`.
    public func probabilities(for features: Matrix) throws(LearningError) -> Matrix {
        var values = try logits(for: features)
        let classes = values.columns
        values.withUnsafeMutableBufferPointer { values in
            guard let base = values.baseAddress else { return }
            for start in stride(from: 0, to: values.count, by: classes) {
                let row = base + start
                let normaliser = ClassificationLoss.logSumExp(row, classes, temperature: 1)
                for index in 0..<classes { row[index] = Float(exp(Double(row[index]) - normaliser)) }
            }
        }
        return values
    }
}
