import Graphs

/// A model from pictures to a verdict, as methods need it that go through its layers.
///
/// Batch normalisations are folded into convolutions, and what changes single columns into dense layers, so that every layer
/// with weights is a weighted sum of what it reads.
package struct ExplainedModel {
    /// The layers, with the verdict, what its softmax takes, and the features as outputs.
    package let model: Model
    /// Whether the verdict is a distribution of votes over the scores 1, 2, …, of which the mean is explained.
    package let isDistribution: Bool

    private static let (verdict, logits, features) = ("verdict", "logits", "features")

    /// Prepares a model.
    ///
    /// - Parameters:
    ///   - model: The model, with pictures as inputs.
    ///   - output: The output with the probability, or the distribution.
    ///   - isDistribution: Whether that is a distribution.
    ///   - features: The names of the nodes whose values are the features of each input, in order.
    /// - Throws: `GraphError` if the model has no such output.
    package init(_ model: Model, output: String, isDistribution: Bool, features: [String]) throws {
        let graph = model.graph
        guard let answer = graph.index(ofOutput: output) else { throw GraphError.outputWithoutNode(output) }
        var outputs = [Graph.Output(Self.verdict, node: answer), .init(Self.logits, node: graph.sums(before: answer))]
        for (number, name) in features.enumerated() {
            guard let node = graph.index(named: name) else { throw GraphError.outputWithoutNode(name) }
            outputs.append(.init("\(Self.features) \(number)", node: node))
        }
        let whole = try Graph(layers: graph.layers, outputs: outputs)
        self.model = try Model(whole, parameters: model.parameters).folding().foldingIntoDense()
        self.isDistribution = isDistribution
    }

    /// The position of the verdict.
    package var verdict: Int { position(Self.verdict) }
    /// The position of what the softmax takes, or of the verdict where there is no softmax.
    package var logits: Int { position(Self.logits) }
    /// The positions of the features of each input.
    package var features: [Int] {
        (0..<model.graph.outputs.count - 2).map { position("\(Self.features) \($0)") }
    }

    private func position(_ output: String) -> Int {
        guard let node = model.graph.index(ofOutput: output) else { preconditionFailure("the model has no \(output)") }
        return node
    }

    /// The number of values that the softmax takes.
    package var classes: Int { model.graph.nodes[logits].channels }

    /// The verdict as one number.
    func value(_ verdict: UnsafePointer<Float>) -> Double {
        zip(verdictWeights, 0...).reduce(0) { $0 + Double($1.0) * Double(verdict[$1.1]) }
    }

    /// By what the numbers of the verdict are multiplied and summed up.
    var verdictWeights: [Float] {
        let width = model.graph.nodes[verdict].channels
        return isDistribution ? (1...width).map(Float.init) : [1] + [Float](repeating: 0, count: width - 1)
    }

    /// By what the inputs of the softmax are multiplied and summed up.
    ///
    /// - Parameter verdict: The verdict on the picture.
    func logitWeights(_ verdict: UnsafePointer<Float>) -> [Float] {
        guard logits != self.verdict else { return verdictWeights }
        guard isDistribution else { return classes == 2 ? [-1, 1] : verdictWeights }
        let mean = value(verdict)
        return (0..<classes).map { Float(Double(verdict[$0]) * (Double($0 + 1) - mean)) }
    }
}

extension Graph {
    /// The node whose values become the probabilities of an answer; the answer itself where no softmax does that.
    fileprivate func sums(before answer: Int) -> Int {
        var position = answer
        while true {
            switch nodes[position].operation {
            case .softmax: return nodes[position].inputs[0]
            case .selection, .dropout: position = nodes[position].inputs[0]
            default: return answer
            }
        }
    }
}
