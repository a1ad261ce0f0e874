import Graphs
import Imaging
import Kernels
import Learning
import Networks

/// A network of a body, which turns pictures into features, and a head on these.
struct TuningNetwork {
    /// The body's layers under their own names, the head's under `head/`; outputs `features` and `logits`.
    let model: Model
    /// The head alone, on features.
    let head: TuningHead
    /// The number of features.
    let columns: Int
    private let body: Graph
    private let name: String

    private static let prefix = "head/"
    static let features = Graph.featuresOutput
    static let logits = NetworkArchitecture.logits

    /// Puts a head on a body.
    ///
    /// - Parameters:
    ///   - body: The network with its weights, up to its taps.
    ///   - size: The size of its input.
    ///   - head: The head, on as many features as the body has.
    /// - Throws: `TuningError`.
    init(_ body: WeightedNetwork, size: Extent, head: TuningHead) throws(TuningError) {
        self.head = head
        name = body.network.name
        columns = body.columns
        (self.body, model) = try TuningError.make {
            let graph = try body.graph.bound(to: [size])
            var assembly = ModelAssembly()
            let outputs = try assembly.append(Model(graph, parameters: body.model.parameters), prefix: "")
            guard let features = outputs[Self.features] else { throw GraphError.outputWithoutNode(Self.features) }
            let answers = assembly.append(head.model, prefix: Self.prefix, inputs: [features])
            guard let logits = answers[Self.logits] else { throw GraphError.outputWithoutNode(Self.logits) }
            let whole = try assembly.model(outputs: [.init(Self.features, node: features), .init(Self.logits, node: logits)])
            return (graph, whole)
        }
    }

    /// The layers whose tensors a phase leaves as they are.
    ///
    /// - Throws: `TuningError.unknownLayer`.
    func frozenLayers(in part: TuningPhase.Part) throws(TuningError) -> Set<String> {
        switch part {
        case .all: return []
        case .head: return Set(body.nodes.map(\.name))
        case .from(let layer):
            guard let first = body.index(named: layer) else { throw .unknownLayer(layer, network: name) }
            return Set(body.nodes[..<first].map(\.name))
        }
    }

    /// The names of the body's layers.
    var bodyLayers: Set<String> { Set(body.nodes.map(\.name)) }

    /// Whether a layer of the whole belongs to the head.
    static func isOfHead(_ layer: String) -> Bool { layer.hasPrefix(prefix) }

    /// The whole with these parameters.
    func model(_ parameters: Parameters) throws(TuningError) -> Model {
        try TuningError.make { try Model(model.graph, parameters: parameters) }
    }

    /// The body alone with the parameters of the whole, up to its features.
    func bodyModel(_ parameters: Parameters) throws(TuningError) -> Model {
        try TuningError.make { try Model(body, parameters: parameters.moved(to: body)) }
    }

    /// The head alone with the parameters of the whole.
    func headModel(_ parameters: Parameters) throws(TuningError) -> Model {
        let graph = head.model.graph
        return try TuningError.make { try Model(graph, parameters: headParameters(parameters, of: graph)) }
    }

    /// The whole's parameters with those of the head replaced.
    func replacingHead(in parameters: Parameters, by head: Parameters) throws(TuningError) -> Parameters {
        try TuningError.make {
            try parameters.mapped { specification, values in
                guard Self.isOfHead(specification.name.layer) else { return values }
                let layer = String(specification.name.layer.dropFirst(Self.prefix.count))
                return head[TensorName(layer: layer, role: specification.name.role)] ?? values
            }
        }
    }

    /// The head as a classifier of features.
    ///
    /// - Throws: `TuningError.headNotAClassifier` if its layers are not those of one.
    func trainedHead(_ parameters: Parameters, history: TrainingHistory) throws(TuningError) -> TrainedNetwork {
        guard let architecture = head.architecture else { throw .headNotAClassifier }
        return try TuningError.make {
            let graph = try architecture.graph(inputs: columns)
            return try TrainedNetwork(
                architecture: architecture, inputs: columns, parameters: headParameters(parameters, of: graph), history: history)
        }
    }

    private func headParameters(_ parameters: Parameters, of graph: Graph) throws -> Parameters {
        try Parameters(of: graph) { specification in
            let name = TensorName(layer: Self.prefix + specification.name.layer, role: specification.name.role)
            return try parameters[name] ?? Parameters.missing(specification)
        }
    }
}

extension ByteRule {
    /// How bytes become the values that a network expects.
    init(_ values: PixelValues) {
        let zero = values.values(red: 0, green: 0, blue: 0), full = values.values(red: 255, green: 255, blue: 255)
        let red = values.values(red: 255, green: 0, blue: 0)
        let shift = [zero.0, zero.1, zero.2]
        self.init(
            scale: [(full.0 - zero.0) / 255, (full.1 - zero.1) / 255, (full.2 - zero.2) / 255], shift: shift,
            isReversed: red.0 == zero.0)
    }
}
