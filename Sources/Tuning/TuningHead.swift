import Graphs
import Learning

/// The layers on top of a body's features, with the weights that training starts from.
public struct TuningHead: Sendable {
    /// The layers, from features to the output `logits`.
    public let model: Model
    /// The layers as those of a classifier; nil if they are not.
    let architecture: NetworkArchitecture?

    /// New layers of a classifier.
    ///
    /// - Parameters:
    ///   - architecture: The layers.
    ///   - inputs: The number of the body's features.
    ///   - seed: Decides the weights.
    ///   - bias: The bias that the last layer starts with; nil for zeros.
    /// - Throws: `TuningError.graph` if there are no inputs.
    public init(
        _ architecture: NetworkArchitecture, inputs: Int, seed: UInt64, bias: [Float]? = nil
    ) throws(TuningError) {
        let model = try TuningError.make {
            let graph = try architecture.graph(inputs: inputs)
            let first = try Initialisation.parameters(of: architecture, inputs: inputs, seed: seed)
            let last = graph.parameters.last { $0.name.role == .bias }
            return try Model(
                graph,
                parameters: Parameters(of: graph) { tensor in
                    if tensor == last, let bias { return bias }
                    return try first[tensor.name] ?? Parameters.missing(tensor)
                })
        }
        try self.init(model, architecture: architecture)
    }

    /// The layers of a classifier, which goes on learning.
    ///
    /// - Throws: `TuningError.scaledHead` if it scales its inputs, which cannot be trained.
    public init(_ classifier: TrainedNetwork) throws(TuningError) {
        guard classifier.inputScaling == nil else { throw .scaledHead }
        try self.init(classifier.model, architecture: classifier.architecture)
    }

    /// Any layers.
    ///
    /// - Parameter model: A model from features to the output `logits`.
    /// - Throws: `TuningError.graph` if there is no such output.
    public init(_ model: Model) throws(TuningError) {
        try self.init(model, architecture: nil)
    }

    private init(_ model: Model, architecture: NetworkArchitecture?) throws(TuningError) {
        let logits = TuningNetwork.logits
        guard model.graph.index(ofOutput: logits) != nil else { throw .graph(.outputWithoutNode(logits)) }
        self.architecture = architecture
        self.model = try TuningError.make {
            try Model(model.graph.pruned(toOutputs: [logits]), parameters: model.parameters)
        }
    }
}
