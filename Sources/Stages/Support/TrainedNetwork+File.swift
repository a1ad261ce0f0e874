import Learning
import Storage

extension TrainedNetwork {
    /// The layers as a file holds them, with the names that Keras would give them.
    public var classifierLayers: [ClassifierLayer] {
        var counts: [String: Int] = [:]
        func name(_ family: String) -> String {
            let count = counts[family, default: 0]
            counts[family] = count + 1
            return count == 0 ? family : "\(family)_\(count)"
        }
        return zip(architecture.layers, parameters).compactMap { layer, parameters in
            switch (layer, parameters) {
            case (.dense(_, let activation), .dense(let kernel, let bias)):
                .dense(name: name("dense"), kernel: kernel, bias: bias, activation: activation.rawValue)
            case (
                .batchNormalization(let momentum, let epsilon), .batchNormalization(let gamma, let beta, let mean, let variance)
            ):
                .batchNormalization(
                    name: name("batch_normalization"), gamma: gamma, beta: beta, movingMean: mean,
                    movingVariance: variance, momentum: momentum, epsilon: epsilon)
            case (.dropout(let rate), .dropout):
                .dropout(name: name("dropout"), rate: rate)
            default:
                // The network's initialiser checks that layers and parameters are of the same kinds.
                nil
            }
        }
    }

    /// Creates the network that a file holds.
    ///
    /// - Throws: `LearningError` if shapes do not fit together; `PipelineError.unknownActivation`.
    public init(_ content: ClassifierContent) throws {
        var layers: [DenseLayer] = []
        var parameters: [LayerParameters] = []
        for layer in content.layers {
            switch layer {
            case .dense(_, let kernel, let bias, let activation):
                guard let function = Activation(kerasName: activation) else {
                    throw PipelineError.unknownActivation(name: activation, known: Activation.allCases.map(\.rawValue))
                }
                layers.append(.dense(units: kernel.columns, activation: function))
                parameters.append(.dense(kernel: kernel, bias: bias))
            case .batchNormalization(_, let gamma, let beta, let mean, let variance, let momentum, let epsilon):
                layers.append(.batchNormalization(momentum: momentum, epsilon: epsilon))
                parameters.append(
                    .batchNormalization(gamma: gamma, beta: beta, movingMean: mean, movingVariance: variance))
            case .dropout(_, let rate):
                layers.append(.dropout(rate: rate))
                parameters.append(.dropout)
            }
        }
        let scaling = try content.application?.scaling.map { try InputScaling(mean: $0.mean, deviation: $0.deviation) }
        try self.init(
            architecture: try NetworkArchitecture(layers: layers), inputs: content.inputWidth, parameters: parameters,
            inputScaling: scaling)
    }
}

extension Activation {
    /// The activation of this name in Keras, which has two names for swish.
    fileprivate init?(kerasName: String) {
        self.init(rawValue: kerasName == "silu" ? "swish" : kerasName)
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
