import Foundation

/// The graph of an ONNX model, or a graph inside a node.
struct ONNXGraph {
    let nodes: [ONNXNode]
    /// The constants of the graph by name, without those that nodes hold.
    let constants: [String: ONNXTensor]
    private let message: WireMessage

    private static let nodeField = 1

    /// Reads a graph at a depth of nesting.
    ///
    /// - Throws: `WireDamage`, `ONNXBounds.Exceeded`.
    init(_ bytes: Data, depth: Int) throws {
        try ONNXBounds.check(depth: depth)
        message = try WireMessage(bytes)
        nodes = try message.all(Self.nodeField).compactMap(\.content).map { try ONNXNode($0, depth: depth) }
        var constants: [String: ONNXTensor] = [:]
        for bytes in message.all(5).compactMap(\.content) {
            let tensor = try ONNXTensor(bytes)
            constants[tensor.name] = tensor
        }
        self.constants = constants
    }

    /// The encoded graph with other nodes: for each of its nodes, those that replace it.
    func encoded(nodes replaced: [[ONNXNode]]) -> WireParts {
        var parts = WireParts()
        var rest = replaced[...]
        for field in message.fields {
            guard field.number == Self.nodeField, field.value.content != nil else {
                parts.append(file: field.encoded)
                continue
            }
            for node in rest.popFirst() ?? [] { parts.append(node.encoded.asField(Self.nodeField)) }
        }
        return parts
    }
}
