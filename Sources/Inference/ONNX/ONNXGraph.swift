import Foundation

/// A graph of an ONNX model, or one inside a node.
struct ONNXGraph {
    let nodes: [ONNXNode]
    /// Constants of the graph by name; those that nodes hold are not among them.
    let constants: [String: ONNXTensor]
    private let message: WireMessage

    private static let nodeField = 1

    /// Throws `WireDamage`, `ONNXBounds.Exceeded`.
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

    /// The graph with `nodes` in the place of its own, written: one entry for each of its own.
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
