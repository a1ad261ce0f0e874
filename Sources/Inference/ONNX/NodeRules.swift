/// What happens to a node before OpenVINO reads it.
enum NodeVerdict {
    /// OpenVINO computes it as the standard says.
    case kept
    /// Other nodes compute what the standard says.
    case replaced([ONNXNode])
    /// It cannot be computed correctly; the text says why, and what to do instead.
    case refused(String)
}

/// The operators that OpenVINO computes differently from the standard, or differently each time, with a rule for each.
///
/// Every line was found by comparing networks of one node with ONNX Runtime (`Benchmarks/onnx-operators.py`). The results are
/// in `Documentation/onnx-operators.md`. A line is removed when OpenVINO no longer needs it.
enum NodeRules {
    typealias Rule = @Sendable (NodeContext) -> NodeVerdict

    /// To be raised with every change of a rule, because compiled networks are kept.
    static let revision = 2

    private static let rules: [String: Rule] = [
        // Operator sets 11 and 12 treat the axis and all axes after it as one row; the engine takes the axis alone.
        "Softmax": softmax,
        // The engine ignores the attribute `axes` of operator sets 13 to 17, and does nothing if there is no axis.
        "ReduceL1": reduction, "ReduceL2": reduction, "ReduceLogSum": reduction, "ReduceLogSumExp": reduction,
        // Windows that reach beyond the picture are counted, or exist where there should be none.
        "AveragePool": averagePool, "MaxPool": maximumPool, "LpPool": normPool,
        "ConvTranspose": transposedConvolution, "Resize": resize,
        "LRN": responseNormalisation, "RoiAlign": regions,
        "BitShift": { _ in .refused("shifts bits, which the engine does differently for narrow numbers; use Mul or Div") },
        "Hardmax": { _ in
            .refused("picks a different position from the standard when several values are equally large; use Softmax")
        },
        // Wrong after the compiled network has been stored and read again.
        "RNN": recurrent, "GRU": recurrent, "LSTM": recurrent, "DFT": fourier,
        "QLinearConv": quantisedConvolution, "QLinearMatMul": quantisedProduct,
        // Different results at every run.
        "RandomNormal": random, "RandomNormalLike": random, "RandomUniform": random, "RandomUniformLike": random,
        "Multinomial": random, "Bernoulli": random, "Dropout": dropout, "BatchNormalization": batchNormalisation,
    ]

    /// The verdict on a node.
    static func verdict(_ context: NodeContext) -> NodeVerdict {
        guard context.node.isStandard, let rule = rules[context.node.kind] else { return .kept }
        return rule(context)
    }
}

/// A node, with the facts about its surroundings that rules need.
struct NodeContext {
    let node: ONNXNode
    /// The version of the standard's operator set.
    let operatorSet: Int
    let scope: ONNXScope

    /// Whether this input is a constant without numbers.
    func isEmptyConstant(_ index: Int) -> Bool {
        node.input(index).flatMap(scope.sides)?.contains(0) ?? false
    }

    /// Whether the input is a constant of more than one number.
    func isPerChannel(_ index: Int) -> Bool {
        guard let sides = node.input(index).flatMap(scope.sides) else { return false }
        return sides.contains { $0 > 1 }
    }

    /// An empty replacement of the node.
    var replacement: NodeReplacement { NodeReplacement(of: node) }
}

/// Nodes that replace another node; its outputs keep their names, and inner tensors get new ones.
struct NodeReplacement {
    private(set) var nodes: [ONNXNode] = []
    private let node: ONNXNode

    init(of node: ONNXNode) {
        self.node = node
    }

    /// Adds a node and returns the name of its output.
    mutating func add(_ kind: String, _ inputs: [String], _ attributes: [ONNXAttribute] = []) -> String {
        let name = "\(node.outputs.first ?? node.name)/kalon\(nodes.count)"
        nodes.append(ONNXNode(kind: kind, inputs: inputs, outputs: [name], attributes: attributes))
        return name
    }

    mutating func constant(_ integers: [Int]) -> String {
        add("Constant", [], [ONNXAttribute("value", tensor: ONNXTensor.encoded(integers))])
    }

    mutating func constant(_ float: Float) -> String {
        add("Constant", [], [ONNXAttribute("value", tensor: ONNXTensor.encoded(float))])
    }

    /// Adds a changed form of the node with new names for its outputs, and returns these names.
    mutating func addHidden(_ changed: ONNXNode) -> [String] {
        var changed = changed
        changed.outputs = changed.outputs.map { $0.isEmpty ? "" : "\($0)/kalon\(nodes.count)" }
        nodes.append(changed)
        return changed.outputs
    }

    /// Adds the last node, whose output is the first output of the replaced node, and returns the verdict.
    func finished(_ kind: String, _ inputs: [String], _ attributes: [ONNXAttribute] = []) -> NodeVerdict {
        var last = ONNXNode(
            kind: kind, inputs: inputs, outputs: Array(node.outputs.prefix(1)), attributes: attributes)
        last.name = node.name
        return .replaced(nodes + [last])
    }
}
