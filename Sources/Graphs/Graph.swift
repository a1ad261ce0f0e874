/// A network as data: operations in an order in which each follows its inputs, and the names of what comes out.
///
/// A graph is checked when it is made: names are unique, every input comes before its reader, and shapes fit. It says
/// nothing of weights; `parameters` lists the tensors that it needs. The size of maps stays open until `bound(to:)`, since
/// most extractors see photographs of every shape.
public struct Graph: Sendable, Hashable {
    /// One operation, and where its inputs come from.
    public struct Node: Sendable, Hashable {
        /// The layer's name as the twin gives it; taps and weight files refer to it.
        public let name: String
        public let operation: Operation
        /// Positions of the inputs in `nodes`.
        public let inputs: [Int]
        let signature: Signature

        /// What comes out, of one picture or row.
        public var shape: Shape { signature.shape }
        /// Number of channels that come out.
        public var channels: Int { shape.channels }
        /// The tensors of this node, in the order in which Keras stores them.
        public var parameters: [ParameterSpecification] { signature.parameters }
    }

    /// What a graph is made of: a node whose shape follows from its inputs.
    public struct Layer: Sendable, Hashable, Codable {
        public let name: String
        public let operation: Operation
        /// Positions of the inputs among the layers.
        public let inputs: [Int]

        /// A layer that takes what the layers at these positions give.
        public init(_ name: String, _ operation: Operation, inputs: [Int]) {
            self.name = name
            self.operation = operation
            self.inputs = inputs
        }
    }

    /// A node whose values come out of the graph, under a name of its own.
    public struct Output: Sendable, Hashable, Codable {
        public let name: String
        /// The node's position.
        public let node: Int

        /// The values of the node at this position, under that name.
        public init(_ name: String, node: Int) {
            self.name = name
            self.node = node
        }
    }

    public let nodes: [Node]
    /// Heads and features alike; their names are unique.
    public let outputs: [Output]

    /// A graph of layers in an order in which each follows its inputs.
    ///
    /// - Throws: `GraphError` if a name is used twice, an input does not come before its reader, or shapes do not fit.
    public init(layers: [Layer], outputs: [Output] = []) throws(GraphError) {
        var nodes: [Node] = []
        var names = Set<String>()
        for layer in layers {
            guard names.insert(layer.name).inserted else { throw .repeatedName(layer.name) }
            for input in layer.inputs where !nodes.indices.contains(input) {
                throw .inputOutOfOrder(node: layer.name, input: input)
            }
            let signature = try layer.operation.signature(of: layer.name, inputs: layer.inputs.map { nodes[$0].shape })
            nodes.append(Node(name: layer.name, operation: layer.operation, inputs: layer.inputs, signature: signature))
        }
        var outputNames = Set<String>()
        for output in outputs {
            guard nodes.indices.contains(output.node) else { throw .outputWithoutNode(output.name) }
            guard outputNames.insert(output.name).inserted else { throw .repeatedName(output.name) }
        }
        self.nodes = nodes
        self.outputs = outputs
    }

    /// What the graph was made of.
    public var layers: [Layer] { nodes.map { Layer($0.name, $0.operation, inputs: $0.inputs) } }

    /// Positions of the nodes through which pictures or rows enter, in order.
    public var inputs: [Int] {
        nodes.indices.filter { if case .input = nodes[$0].operation { true } else { false } }
    }

    /// Every tensor that the graph needs, in node order.
    public var parameters: [ParameterSpecification] { nodes.flatMap(\.parameters) }

    /// Number of values in all tensors.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

    /// Position of the node of that name, or nil.
    public func index(named name: String) -> Int? {
        nodes.firstIndex { $0.name == name }
    }

    /// Position of the node behind the output of that name, or nil.
    public func index(ofOutput name: String) -> Int? {
        outputs.first { $0.name == name }?.node
    }
}

extension Graph: Codable {
    private enum CodingKeys: CodingKey { case layers, outputs }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            layers: container.decode([Layer].self, forKey: .layers),
            outputs: container.decode([Output].self, forKey: .outputs))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(layers, forKey: .layers)
        try container.encode(outputs, forKey: .outputs)
    }
}
