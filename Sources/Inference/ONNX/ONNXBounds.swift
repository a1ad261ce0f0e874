/// Bounds far above any network for pictures; beyond them, OpenVINO takes minutes or crashes.
enum ONNXBounds {
    /// A bound was exceeded; the reason says which.
    struct Exceeded: Error, Equatable {
        let reason: String
    }

    static let mostNodes = 100_000
    /// The largest number of nodes in a row, each of which depends on the one before.
    static let longestPath = 4000
    /// The largest number of such nodes that work number by number, which the compiler compares with one another.
    static let longestChain = 300
    /// The deepest nesting of graphs inside the nodes of graphs.
    static let deepest = 8
    /// The most iterations of a Loop, nested loops multiplied.
    static let mostTurns = 1 << 16

    static func check(depth: Int) throws(Exceeded) {
        guard depth <= deepest else {
            throw Exceeded(reason: "it has graphs nested more than \(deepest) deep; use a network with less nesting")
        }
    }

    /// Checks a whole model.
    ///
    /// - Throws: `Exceeded`.
    static func check(_ graph: ONNXGraph) throws(Exceeded) {
        let count = nodes(in: graph)
        guard count <= mostNodes else {
            throw Exceeded(reason: "it has \(count) nodes; at most \(mostNodes) are allowed")
        }
        try check(graph, turns: 1, ONNXScope())
    }

    private static func nodes(in graph: ONNXGraph) -> Int {
        graph.nodes.reduce(graph.nodes.count) { $0 + $1.graphs.reduce(0) { $0 + nodes(in: $1) } }
    }

    private static func check(_ graph: ONNXGraph, turns: Int, _ outer: ONNXScope) throws(Exceeded) {
        try checkPaths(graph)
        let scope = outer.entering(graph)
        for node in graph.nodes where !node.graphs.isEmpty {
            let inside = try turns * (self.turns(of: node, scope) ?? 1)
            guard inside <= mostTurns else {
                throw Exceeded(
                    reason: "the node \(node.title) (Loop) runs its body \(inside) times; at most \(mostTurns) are allowed")
            }
            for graph in node.graphs { try check(graph, turns: inside, scope) }
        }
    }

    /// The most iterations of a loop; nil for other nodes, and if the network computes that number.
    private static func turns(of node: ONNXNode, _ scope: ONNXScope) throws(Exceeded) -> Int? {
        guard node.kind == "Loop", node.isStandard else { return nil }
        guard let name = node.input(0) else {
            throw Exceeded(reason: "the node \(node.title) (Loop) never ends; give it a maximum number of iterations")
        }
        guard let turns = scope.integers(name)?.first else { return nil }
        guard turns <= mostTurns else {
            throw Exceeded(
                reason: "the node \(node.title) (Loop) runs its body up to \(turns) times; at most \(mostTurns) are allowed")
        }
        return max(turns, 0)
    }

    /// Checks the longest paths through a graph; as the standard demands, nodes come after those that they depend on.
    private static func checkPaths(_ graph: ONNXGraph) throws(Exceeded) {
        var paths: [String: (length: Int, chain: Int)] = [:]
        for node in graph.nodes {
            let before = node.inputs.compactMap { paths[$0] }
            let length = 1 + (before.map(\.length).max() ?? 0)
            let chain = simple.contains(node.kind) ? 1 + (before.map(\.chain).max() ?? 0) : 0
            guard length <= longestPath, chain <= longestChain else {
                let (found, most) = chain > longestChain ? (chain, longestChain) : (length, longestPath)
                throw Exceeded(
                    reason: "\(found) nodes in a row depend on one another at \(node.title) (\(node.kind)); at most \(most) are "
                        + "allowed")
            }
            for output in node.outputs where !output.isEmpty { paths[output] = (length, chain) }
        }
    }

    private static let simple: Set<String> = [
        "Abs", "Add", "Cast", "Ceil", "Celu", "Clip", "Cos", "Div", "Elu", "Erf", "Exp", "Floor", "Gelu", "HardSigmoid",
        "HardSwish", "Identity", "LeakyRelu", "Log", "Max", "Min", "Mish", "Mod", "Mul", "Neg", "PRelu", "Pow",
        "Reciprocal", "Relu", "Round", "Selu", "Shrink", "Sigmoid", "Sign", "Sin", "Softplus", "Softsign", "Sqrt", "Sub",
        "Sum", "Swish", "Tan", "Tanh", "ThresholdedRelu",
    ]
}
