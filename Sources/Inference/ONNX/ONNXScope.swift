/// The constants that a node can refer to: those of its graph, and of the graphs around it.
struct ONNXScope {
    private var tensors: [String: ONNXTensor] = [:]
    /// Whole numbers that are written in nodes without a tensor.
    private var written: [String: [Int]] = [:]

    /// The scope of nodes in `graph`, which is inside this scope.
    func entering(_ graph: ONNXGraph) -> ONNXScope {
        var scope = self
        scope.tensors.merge(graph.constants) { _, own in own }
        for node in graph.nodes where node.isStandard { scope.note(node) }
        return scope
    }

    /// The whole numbers of a constant; nil if it is not a constant, or is long.
    func integers(_ name: String) -> [Int]? { written[name] ?? tensors[name]?.integers }

    /// The numbers of a constant; nil if it is not a constant, or is long.
    func floats(_ name: String) -> [Float]? { tensors[name]?.floats }

    /// The length of each axis of a constant; nil if it is not a constant.
    func sides(_ name: String) -> [Int]? { written[name].map { [$0.count] } ?? tensors[name]?.sides }

    private mutating func note(_ node: ONNXNode) {
        guard let output = node.output(0) else { return }
        switch node.kind {
        case "Constant":
            for attribute in node.attributes {
                switch attribute.value {
                case .tensor(let tensor): tensors[output] = tensor
                case .integer(let integer): written[output] = [integer]
                case .integers(let integers): written[output] = integers
                default: break
                }
            }
        case "Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze":
            guard let input = node.input(0) else { return }
            written[output] = integers(input)
        default: break
        }
    }
}
