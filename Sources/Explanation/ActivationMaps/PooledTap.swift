import Graphs

/// A layer whose means over the pixels are columns of the features.
package struct PooledTap {
    /// The name of the layer.
    package let name: String
    /// The position of the layer.
    package let node: Int
    /// The number of the input that it belongs to.
    package let input: Int
    /// Its columns among the features of that input.
    package let columns: Range<Int>
}

extension ExplainedModel {
    /// The layers whose means are features, in the order of the columns; a layer that is a vector is none of them.
    package var taps: [PooledTap] {
        let graph = model.graph
        return features.enumerated().flatMap { input, features in
            var start = 0
            return graph.nodes[features].inputs.compactMap { column -> PooledTap? in
                let columns = start..<start + graph.nodes[column].channels
                start = columns.upperBound
                guard case .flatten = graph.nodes[column].operation else { return nil }
                let mean = graph.nodes[column].inputs[0]
                guard case .globalAveragePooling = graph.nodes[mean].operation else { return nil }
                let tap = graph.nodes[mean].inputs[0]
                return PooledTap(name: graph.nodes[tap].name, node: tap, input: input, columns: columns)
            }
        }
    }

    /// Whether everything from the features to what the softmax takes is a weighted sum.
    package var isLinearBehindFeatures: Bool {
        let graph = model.graph
        let before = Set(features.flatMap { graph.ancestors(of: $0) })
        return graph.ancestors(of: logits).subtracting(before).allSatisfy { position in
            switch graph.nodes[position].operation {
            case .dense, .selection, .concatenation, .shift, .normalisation, .batchNormalisation, .dropout, .sum, .flatten,
                .activation(.linear):
                true
            default: false
            }
        }
    }

    /// What comes behind the features, with these as its inputs.
    package func head() throws -> Model {
        let graph = model.graph
        let features = Set(features)
        let layers = graph.layers.enumerated().map { position, layer in
            features.contains(position)
                ? Graph.Layer(layer.name, .input(graph.nodes[position].shape), inputs: []) : layer
        }
        let outputs = graph.outputs.filter { $0.node == logits || $0.node == verdict }
        let cut = try Graph(layers: layers, outputs: outputs).pruned(toOutputs: Set(outputs.map(\.name)))
        return try Model(cut, parameters: model.parameters)
    }
}
