extension Graph {
    /// The part of the graph that the nodes at these positions need, in the same order.
    ///
    /// Outputs of nodes that are left out are left out, too.
    public func pruned(to positions: [Int]) -> Graph {
        Graph(keeping: ancestors(of: positions), of: self)
    }

    /// A part of a graph has the same shapes as the whole graph, so it needs no checks.
    private init(keeping needed: Set<Int>, of graph: Graph) {
        let kept = graph.nodes.indices.filter(needed.contains)
        let positions = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        nodes = kept.map { index in
            let node = graph.nodes[index]
            return Node(
                name: node.name, operation: node.operation, inputs: node.inputs.compactMap { positions[$0] },
                signature: node.signature)
        }
        outputs = graph.outputs.compactMap { output in positions[output.node].map { Output(output.name, node: $0) } }
    }

    /// The part of the graph that the outputs with these names need, with these outputs alone.
    public func pruned(toOutputs names: Set<String>) -> Graph {
        let chosen = outputs.filter { names.contains($0.name) }
        let part = pruned(to: chosen.map(\.node))
        return Graph(nodes: part.nodes, outputs: part.outputs.filter { names.contains($0.name) })
    }

    private init(nodes: [Node], outputs: [Output]) {
        self.nodes = nodes
        self.outputs = outputs
    }

    /// The graph for inputs of these sizes, so that the size of every map is known.
    ///
    /// - Parameter sizes: One for each image input, in order, in pixels.
    /// - Throws: `GraphError` if the number of sizes is wrong, a window does not fit its map, or an input takes another size.
    public func bound(to sizes: [Extent]) throws(GraphError) -> Graph {
        let inputs = inputs
        guard sizes.count == inputs.count else { throw .sizeCount(found: sizes.count, expected: inputs.count) }
        var layers = layers
        for (position, size) in zip(inputs, sizes) {
            guard case .maps(let channels, let expected) = nodes[position].shape else { continue }
            if let expected, expected != size {
                throw .inputSize(node: nodes[position].name, found: size, expected: expected)
            }
            layers[position] = Layer(layers[position].name, .input(.maps(channels: channels, size: size)), inputs: [])
        }
        return try Graph(layers: layers, outputs: outputs)
    }

    /// The graph with more layers after it, and with different outputs.
    ///
    /// - Parameters:
    ///   - more: The new layers; their inputs are positions in the whole graph.
    ///   - outputs: The outputs of the result.
    /// - Throws: `GraphError` if the layers do not fit.
    public func appending(_ more: [Layer], outputs: [Output]) throws(GraphError) -> Graph {
        try Graph(layers: layers + more, outputs: outputs)
    }
}
