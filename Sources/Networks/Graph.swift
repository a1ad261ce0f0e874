/// A network as data: nodes with shapes in channels, in an order where every node follows its inputs.
///
/// A graph says nothing of weights; it lists the tensors that it needs (`requiredTensors`). Spatial sizes are not
/// part of it, since most extractors see photographs of every shape.
public struct Graph: Sendable, Equatable {
    /// One operation and where its inputs come from.
    public struct Node: Sendable, Equatable {
        /// The layer's name as the twin gives it; taps and weight files refer to it.
        public let name: String
        public let operation: Operation
        /// Positions of the inputs in `nodes`.
        public let inputs: [Int]
        /// Number of channels that come out.
        public let channels: Int
    }

    /// All nodes; the first is the input.
    public let nodes: [Node]

    /// Position of the node of that name, or nil.
    public func index(named name: String) -> Int? {
        nodes.firstIndex { $0.name == name }
    }

    /// The part of the graph that the given nodes need, in the same order.
    public func pruned(to outputs: [Int]) -> Graph {
        var needed = Set<Int>()
        var pending = outputs
        while let index = pending.popLast() {
            if needed.insert(index).inserted { pending.append(contentsOf: nodes[index].inputs) }
        }
        return Graph(keeping: needed, of: self)
    }

    private init(keeping needed: Set<Int>, of graph: Graph) {
        let kept = graph.nodes.indices.filter(needed.contains)
        let positions = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        nodes = kept.map { index in
            let node = graph.nodes[index]
            return Node(
                name: node.name, operation: node.operation, inputs: node.inputs.compactMap { positions[$0] },
                channels: node.channels)
        }
    }

    init(nodes: [Node]) {
        self.nodes = nodes
    }
}
