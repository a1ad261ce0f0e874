/// What becomes of a node before OpenVINO reads it.
enum NodeVerdict {
    /// OpenVINO computes it as the standard says.
    case kept
    /// Nodes that together compute what it should.
    case replaced([ONNXNode])
    /// It cannot be computed rightly, for this reason: what it has, and what is expected in its place.
    case refused(String)
}

/// The operators that OpenVINO computes otherwise than the standard says, or not again in the same way, and what is done
/// about each.
///
/// Every line was found by comparing networks of one node with ONNX Runtime (`Benchmarks/onnx-operators.py`), whose
/// table is in `Documentation/onnx-operators.md`; a line goes when OpenVINO no longer needs it.
enum NodeRules {
    typealias Rule = @Sendable (NodeContext) -> NodeVerdict

    /// Raised with every change of a rule, because compiled networks are kept.
    static let revision = 2

    private static let rules: [String: Rule] = [
        // Computed as rows of the axis alone in versions 11 and 12, where the axis and all behind it are one row.
        "Softmax": softmax,
        // The attribute `axes` of versions 13 to 17 is passed over, and nothing is done where there is no axis.
        "ReduceL1": reduction, "ReduceL2": reduction, "ReduceLogSum": reduction, "ReduceLogSumExp": reduction,
        // Windows that reach beyond the picture: counted, or made where there should be none.
        "AveragePool": averagePool, "MaxPool": maximumPool, "LpPool": normPool,
        "ConvTranspose": transposedConvolution, "Resize": resize,
        "LRN": responseNormalisation, "RoiAlign": regions,
        "BitShift": { _ in .refused("shifts bits, which the engine does differently for narrow numbers; use Mul or Div") },
        "Hardmax": { _ in
            .refused("picks a different position from the standard when several values are equally large; use Softmax")
        },
        // Wrong once the compiled network has been stored and read again.
        "RNN": recurrent, "GRU": recurrent, "LSTM": recurrent, "DFT": fourier,
        "QLinearConv": quantisedConvolution, "QLinearMatMul": quantisedProduct,
        // Another result at every run.
        "RandomNormal": random, "RandomNormalLike": random, "RandomUniform": random, "RandomUniformLike": random,
        "Multinomial": random, "Bernoulli": random, "Dropout": dropout, "BatchNormalization": batchNormalisation,
    ]

    /// What becomes of a node.
    static func verdict(_ context: NodeContext) -> NodeVerdict {
        guard context.node.isStandard, let rule = rules[context.node.kind] else { return .kept }
        return rule(context)
    }
}

/// A node and what a rule may ask of its surroundings.
struct NodeContext {
    let node: ONNXNode
    /// The version of the standard's operators.
    let operatorSet: Int
    let scope: ONNXScope

    /// Whether the tensor of this input is a constant without numbers.
    func isEmptyConstant(_ index: Int) -> Bool {
        node.input(index).flatMap(scope.sides)?.contains(0) ?? false
    }

    /// Whether the input is a constant of more than one number.
    func isPerChannel(_ index: Int) -> Bool {
        guard let sides = node.input(index).flatMap(scope.sides) else { return false }
        return sides.contains { $0 > 1 }
    }

    /// Begins a replacement of the node.
    var replacement: NodeReplacement { NodeReplacement(of: node) }
}

/// Nodes that are put in the place of one, under names of their own inside and its names outside.
struct NodeReplacement {
    private(set) var nodes: [ONNXNode] = []
    private let node: ONNXNode

    init(of node: ONNXNode) {
        self.node = node
    }

    /// Adds a node and returns the name of what it gives.
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

    /// Adds a changed form of the node with outputs of other names, which are returned.
    mutating func addHidden(_ changed: ONNXNode) -> [String] {
        var changed = changed
        changed.outputs = changed.outputs.map { $0.isEmpty ? "" : "\($0)/kalon\(nodes.count)" }
        nodes.append(changed)
        return changed.outputs
    }

    /// Adds the last node: what it gives is the first output of the replaced one. The verdict for the whole.
    func finished(_ kind: String, _ inputs: [String], _ attributes: [ONNXAttribute] = []) -> NodeVerdict {
        var last = ONNXNode(
            kind: kind, inputs: inputs, outputs: Array(node.outputs.prefix(1)), attributes: attributes)
        last.name = node.name
        return .replaced(nodes + [last])
    }
}
