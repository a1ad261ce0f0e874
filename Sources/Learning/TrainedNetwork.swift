import Graphs
import Kernels
import Matrices

/// A classifier with its weights: what training or loading gives.
public struct TrainedNetwork: Sendable, Equatable {
    public let architecture: NetworkArchitecture
    /// Columns of the features that it takes.
    public let inputs: Int
    /// The layers as a graph with their weights, from scaled columns to the outputs `logits` and `probabilities`.
    public let model: Model
    /// The standardisation of the inputs, where it was trained with one.
    public let inputScaling: InputScaling?
    /// How it was trained; no epochs where that is not known.
    public let history: TrainingHistory
    /// How its logits were divided by a temperature, where they were; the parameters include it.
    public let calibration: TemperatureCalibration?

    /// A network of given weights, which are those of the architecture's graph.
    ///
    /// - Throws: `LearningError` if a tensor is missing, has another size, or holds a number that is not finite.
    public init(
        architecture: NetworkArchitecture, inputs: Int, parameters: Parameters,
        inputScaling: InputScaling? = nil, history: TrainingHistory = TrainingHistory(),
        calibration: TemperatureCalibration? = nil
    ) throws(LearningError) {
        model = try LearningError.make { try Model(architecture.graph(inputs: inputs), parameters: parameters) }
        for specification in model.graph.parameters {
            let values = model.tensor(specification.name.layer, specification.name.role)
            let lowest: Float = specification.name.role == .movingVariance ? 0 : -.infinity
            guard values.allSatisfy({ $0.isFinite && $0 >= lowest }) else { throw .tensorNotFinite(specification.name) }
        }
        if let inputScaling, inputScaling.mean.count != inputs {
            throw .scalingWidth(found: inputScaling.mean.count, expected: inputs)
        }
        self.architecture = architecture
        self.inputs = inputs
        self.inputScaling = inputScaling
        self.history = history
        self.calibration = calibration
    }

    /// The weights of all layers.
    public var parameters: Parameters { model.parameters }

    /// The logits `[rows, classes]` of features `[rows, inputs]`: what softmax makes probabilities of.
    ///
    /// Memory beside the result: 256 rows of every layer.
    ///
    /// - Throws: `LearningError` if the number of columns differs or a number is not finite.
    public func logits(for features: Matrix) throws(LearningError) -> Matrix {
        try values(of: NetworkArchitecture.logits, for: features)
    }

    /// The probabilities `[rows, classes]` of features `[rows, inputs]`; every row sums to 1.
    ///
    /// - Throws: as `logits(for:)`.
    public func probabilities(for features: Matrix) throws(LearningError) -> Matrix {
        try values(of: NetworkArchitecture.probabilities, for: features)
    }

    /// What an output of the graph gives for features `[rows, inputs]`. Throws as `logits(for:)`.
    func values(of output: String, for features: Matrix) throws(LearningError) -> Matrix {
        try require(features)
        let pass = try RowInference(model, output: output)
        return try pass.values(of: 0..<features.rows, from: RowGathering(features: features, scaling: inputScaling))
    }

    private func require(_ features: Matrix) throws(LearningError) {
        guard features.columns == inputs else {
            throw .columnCount(part: .input, found: features.columns, expected: inputs)
        }
        if let place = features.firstNonFinite() {
            throw .notFinite(part: .input, row: place.row, column: place.column)
        }
    }

    /// The derivatives `[rows, inputs]` of one class' probability with respect to features `[rows, inputs]`, each row's at
    /// its own place, as the network is when it judges: batch normalisation by its moving statistics, no dropout.
    ///
    /// Memory beside the result: 256 rows of every layer, twice. Cost: twice that of the probabilities.
    ///
    /// - Throws: as `logits(for:)`.
    public func probabilityGradients(at features: Matrix, ofClass index: Int) throws(LearningError) -> Matrix {
        precondition((0..<architecture.classes).contains(index), "there is no class \(index)")
        try require(features)
        let pass = try RowInference(model, output: NetworkArchitecture.probabilities)
        var gradients = try pass.gradients(
            ofColumn: index, at: RowGathering(features: features, scaling: inputScaling).gathered(Array(0..<features.rows)))
        guard let inputScaling else { return gradients }
        gradients.withUnsafeMutableBufferPointer { values in
            for place in values.indices { values[place] /= inputScaling.deviation[place % inputs] }
        }
        return gradients
    }
}
