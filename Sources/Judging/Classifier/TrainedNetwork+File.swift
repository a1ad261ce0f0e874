import Graphs
import Learning
import Matrices
import Records

extension TrainedNetwork {
    /// The layers as a file holds them, named as Keras would name them.
    public var classifierLayers: [ClassifierLayer] {
        func tensor(_ layer: String, _ role: TensorRole) -> [Float] {
            parameters[TensorName(layer: layer, role: role)] ?? []
        }
        func dense(_ name: String, units: Int, activation: String) -> ClassifierLayer {
            let kernel = tensor(name, .kernel)
            return .dense(
                name: name, kernel: Matrix(rows: kernel.count / units, columns: units, elements: kernel),
                bias: tensor(name, .bias), activation: activation)
        }
        return zip(architecture.layers, architecture.layerNames).map { layer, name in
            switch layer {
            case .dense(let units, let activation): dense(name, units: units, activation: activation.rawValue)
            case .softmax(let classes): dense(name, units: classes, activation: Self.softmax)
            case .batchNormalization(let momentum, let epsilon):
                .batchNormalization(
                    name: name, gamma: tensor(name, .gamma), beta: tensor(name, .beta),
                    movingMean: tensor(name, .movingMean), movingVariance: tensor(name, .movingVariance),
                    momentum: momentum, epsilon: epsilon)
            case .dropout(let rate): .dropout(name: name, rate: rate)
            }
        }
    }

    /// The name of the last layer's activation in a file.
    private static let softmax = "softmax"

    /// Reads the network that a file holds.
    ///
    /// - Throws: `LearningError` for shapes that do not fit, and `JudgingError.unknownActivation`.
    public init(_ content: ClassifierContent) throws {
        var layers: [DenseLayer] = []
        var tensors: [[Float]] = []
        for layer in content.layers {
            switch layer {
            case .dense(_, let kernel, let bias, let activation):
                layers.append(try Self.layer(units: kernel.columns, activation: activation))
                tensors += [kernel.elements, bias]
            case .batchNormalization(_, let gamma, let beta, let mean, let variance, let momentum, let epsilon):
                layers.append(.batchNormalization(momentum: momentum, epsilon: epsilon))
                tensors += [gamma, beta, mean, variance]
            case .dropout(_, let rate): layers.append(.dropout(rate: rate))
            }
        }
        let scaling = try content.application?.scaling.map { try InputScaling(mean: $0.mean, deviation: $0.deviation) }
        let architecture = try NetworkArchitecture(layers: layers)
        try self.init(
            architecture: architecture, inputs: content.inputWidth,
            parameters: Parameters(of: architecture.graph(inputs: content.inputWidth), tensors: tensors),
            inputScaling: scaling)
    }

    /// A dense layer whose activation has the name that Keras gives it; swish goes by two names.
    private static func layer(units: Int, activation: String) throws(JudgingError) -> DenseLayer {
        if activation == softmax { return .softmax(classes: units) }
        guard let function = Activation(rawValue: activation == "silu" ? "swish" : activation) else {
            throw .unknownActivation(name: activation, known: Activation.allCases.map(\.rawValue) + [softmax])
        }
        return .dense(units: units, activation: function)
    }
}

extension TrainingHistory {
    /// The history as it is stored: one series for each quantity.
    public var series: [HistorySeries] {
        [
            HistorySeries(name: "learning_rate", values: .reals(epochs.map(\.learningRate))),
            HistorySeries(name: "training_accuracy", values: .reals(epochs.map(\.trainingAccuracy))),
            HistorySeries(name: "training_loss", values: .reals(epochs.map(\.trainingLoss))),
            HistorySeries(name: "validation_accuracy", values: .reals(epochs.map(\.validationAccuracy))),
            HistorySeries(name: "validation_loss", values: .reals(epochs.map(\.validationLoss))),
        ]
    }
}
