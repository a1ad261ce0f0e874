/// A network as data: operations, each after its inputs, and named outputs.
///
/// A graph is checked when it is made: names are unique, every input comes before its reader, and shapes fit. A graph has no
/// weights; `parameters` lists the tensors that it needs. The sizes of maps stay open until `bound(to:)`, because most
/// extractors take photographs of every shape.
public struct Graph: Sendable, Hashable {
    /// One operation, and where its inputs come from.
    public struct Node: Sendable, Hashable {
        /// The layer's name, as in the twin (the same network in Keras or torchvision); taps and weight files refer to it.
        public let name: String
        /// What the node computes.
        public let operation: Operation
        /// The positions of the inputs in `nodes`.
        public let inputs: [Int]
        let signature: Signature

        /// The shape of the values that come out, for one picture or row.
        public var shape: Shape { signature.shape }
        /// The number of channels that come out.
        public var channels: Int { shape.channels }
        /// The tensors of this node, in the order in which Keras stores them.
        public var parameters: [ParameterSpecification] { signature.parameters }
    }

    /// A node before its shape is known; the shape follows from its inputs.
    public struct Layer: Sendable, Hashable, Codable {
        /// The name of the node; unique in a graph.
        public let name: String
        /// What the node computes.
        public let operation: Operation
        /// The positions of the inputs among the layers.
        public let inputs: [Int]

        /// A layer that reads the outputs of other layers.
        ///
        /// - Parameters:
        ///   - name: Unique in the graph.
        ///   - operation: What the layer computes.
        ///   - inputs: The positions of the layers that it reads, all before its own.
        public init(_ name: String, _ operation: Operation, inputs: [Int]) {
            self.name = name
            self.operation = operation
            self.inputs = inputs
        }
    }

    /// A node whose values come out of the graph, under a name of their own.
    public struct Output: Sendable, Hashable, Codable {
        /// The name of the output; unique among the outputs.
        public let name: String
        /// The position of the node.
        public let node: Int

        /// An output with the values of the node at this position.
        public init(_ name: String, node: Int) {
            self.name = name
            self.node = node
        }
    }

    /// All nodes, each after its inputs.
    public let nodes: [Node]
    /// The outputs, heads and features alike; their names are unique.
    public let outputs: [Output]

    /// A graph of layers, each listed after its inputs.
    ///
    /// - Parameters:
    ///   - layers: The layers, in order.
    ///   - outputs: The nodes whose values come out.
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

    /// The layers that the graph was made of.
    public var layers: [Layer] { nodes.map { Layer($0.name, $0.operation, inputs: $0.inputs) } }

    /// The positions of the nodes through which pictures or rows enter, in order.
    public var inputs: [Int] {
        nodes.indices.filter { if case .input = nodes[$0].operation { true } else { false } }
    }

    /// Every tensor that the graph needs, in the order of the nodes.
    public var parameters: [ParameterSpecification] { nodes.flatMap(\.parameters) }

    /// The number of values in all tensors.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

    /// The position of the node with that name; nil if there is none.
    public func index(named name: String) -> Int? {
        nodes.firstIndex { $0.name == name }
    }

    /// The position of the node behind the output with that name; nil if there is none.
    public func index(ofOutput name: String) -> Int? {
        outputs.first { $0.name == name }?.node
    }
}

extension Graph: Codable {
    private enum CodingKeys: CodingKey { case layers, outputs }

    /// Decodes the value, and checks it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            layers: container.decode([Layer].self, forKey: .layers),
            outputs: container.decode([Output].self, forKey: .outputs))
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(layers, forKey: .layers)
        try container.encode(outputs, forKey: .outputs)
    }
}
