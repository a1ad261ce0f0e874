import Graphs

extension NetworkArchitecture {
    /// The output that holds what the last layer gives before its activation, `[classes]`.
    package static let logits = "logits"
    /// The output that holds the probabilities of the classes, `[classes]`, or the one number that the network gives.
    package static let probabilities = "probabilities"
    /// The output that holds the input of the last layer before dropout; only networks with hidden layers have it.
    package static let hidden = "hidden"

    /// The names of the layers' nodes, in order, as Keras numbers them: `dense`, `batch_normalization`, `dense_1`.
    package var layerNames: [String] {
        var counts: [String: Int] = [:]
        return layers.map { layer in
            let family =
                switch layer {
                case .dense, .softmax: "dense"
                case .batchNormalization: "batch_normalization"
                case .dropout: "dropout"
                }
            let count = counts[family, default: 0]
            counts[family] = count + 1
            return count == 0 ? family : "\(family)_\(count)"
        }
    }

    /// The network as a graph on rows of features, `[inputs]` to `[classes]`.
    ///
    /// - Parameter inputs: The number of columns of the features, at least 1.
    /// - Throws: `GraphError` if there are no inputs.
    public func graph(inputs: Int) throws(GraphError) -> Graph {
        var nodes = [Graph.Layer("input", .input(.vector(inputs)), inputs: [])]
        var outputs: [Graph.Output] = []
        func append(_ name: String, _ operation: Graphs.Operation) {
            nodes.append(Graph.Layer(name, operation, inputs: [nodes.count - 1]))
        }
        var hidden: Int?
        for (position, (layer, name)) in zip(layers, layerNames).enumerated() {
            switch layer {
            case .dense(_, let activation) where position == layers.count - 1:
                append(name, .dense(units: 1, hasBias: true))
                outputs.append(.init(Self.logits, node: nodes.count - 1))
                if activation != .linear { append("\(name)_activation", .activation(activation)) }
                outputs.append(.init(Self.probabilities, node: nodes.count - 1))
            case .dense(let units, let activation):
                append(name, .dense(units: units, hasBias: true))
                if activation != .linear { append("\(name)_activation", .activation(activation)) }
                hidden = nodes.count - 1
            case .batchNormalization(let momentum, let epsilon):
                append(name, .batchNormalisation(epsilon: Float(epsilon), momentum: Float(momentum), hasScale: true))
                hidden = nodes.count - 1
            case .dropout(let rate): append(name, .dropout(rate: rate))
            case .softmax(let classes):
                append(name, .dense(units: classes, hasBias: true))
                outputs.append(.init(Self.logits, node: nodes.count - 1))
                append("\(name)_softmax", .softmax)
                outputs.append(.init(Self.probabilities, node: nodes.count - 1))
            }
        }
        if let hidden { outputs.append(.init(Self.hidden, node: hidden)) }
        return try Graph(layers: nodes, outputs: outputs)
    }
}
