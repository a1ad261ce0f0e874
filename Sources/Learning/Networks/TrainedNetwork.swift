import Graphs
import Kernels
import Matrices

/// A classifier with its weights, as trained or loaded.
public struct TrainedNetwork: Sendable, Equatable {
    /// The layers.
    public let architecture: NetworkArchitecture
    /// The number of columns of features that it takes.
    public let inputs: Int
    /// The layers as a graph with their weights, from scaled columns to the outputs `logits` and `probabilities`.
    public let model: Model
    /// The standardisation of the inputs; nil if it was trained without one.
    public let inputScaling: InputScaling?
    /// How it was trained; without epochs if that is not known.
    public let history: TrainingHistory
    /// The temperature that its logits were divided by, which the parameters include; nil if there is none.
    public let calibration: TemperatureCalibration?

    /// A network with the given weights.
    ///
    /// - Parameters:
    ///   - architecture: The layers.
    ///   - inputs: The number of columns of features.
    ///   - parameters: The weights, which must be those of the architecture's graph.
    ///   - inputScaling: The standardisation of the inputs; nil for none.
    ///   - history: How it was trained.
    ///   - calibration: The temperature that the weights include; nil for none.
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

    /// The logits `[rows, classes]` of features, which are the inputs of the softmax.
    ///
    /// Memory in addition to the result: 256 rows of every layer.
    ///
    /// - Parameters:
    ///   - features: `[rows, inputs]`.
    ///   - threads: The number of threads, on which the result does not depend.
    /// - Throws: `LearningError` if the number of columns differs or a number is not finite.
    public func logits(for features: Matrix, threads: Int = 1) throws(LearningError) -> Matrix {
        try values(of: NetworkArchitecture.logits, for: features, threads: threads)
    }

    /// The probabilities `[rows, classes]` of features; every row sums to 1.
    ///
    /// - Parameters:
    ///   - features: `[rows, inputs]`.
    ///   - threads: The number of threads, on which the result does not depend.
    /// - Throws: As `logits(for:)`.
    public func probabilities(for features: Matrix, threads: Int = 1) throws(LearningError) -> Matrix {
        try values(of: NetworkArchitecture.probabilities, for: features, threads: threads)
    }

    /// The values of an output of the graph for features `[rows, inputs]`.
    ///
    /// - Throws: As `logits(for:)`.
    func values(of output: String, for features: Matrix, threads: Int) throws(LearningError) -> Matrix {
        try require(features)
        let pass = try RowInference(model, output: output, threads: threads)
        return try pass.values(
            of: 0..<features.rows, from: RowGathering(features: features, scaling: inputScaling, threads: threads))
    }

    private func require(_ features: Matrix) throws(LearningError) {
        guard features.columns == inputs else {
            throw .columnCount(part: .input, found: features.columns, expected: inputs)
        }
        if let place = features.firstNonFinite() {
            throw .notFinite(part: .input, row: place.row, column: place.column)
        }
    }

    /// The derivatives `[rows, inputs]` of the probability of one class with respect to features, each at its own row.
    ///
    /// As when the network judges, batch normalisation uses its moving statistics, and there is no dropout. Memory in addition
    /// to the result: 256 rows of every layer, twice. Cost: twice that of the probabilities.
    ///
    /// - Parameters:
    ///   - features: `[rows, inputs]`.
    ///   - index: The class, counted from 0.
    ///   - threads: The number of threads, on which the result does not depend.
    /// - Throws: As `logits(for:)`.
    public func probabilityGradients(at features: Matrix, ofClass index: Int, threads: Int = 1) throws(LearningError) -> Matrix {
        precondition((0..<architecture.classes).contains(index), "there is no class \(index)")
        try require(features)
        let pass = try RowInference(model, output: NetworkArchitecture.probabilities, threads: threads)
        var gradients = try pass.gradients(
            ofColumn: index,
            at: RowGathering(features: features, scaling: inputScaling, threads: threads)
                .gathered(Array(0..<features.rows)))
        guard let inputScaling else { return gradients }
        gradients.withUnsafeMutableBufferPointer { values in
            for place in values.indices { values[place] /= inputScaling.deviation[place % inputs] }
        }
        return gradients
    }
}
