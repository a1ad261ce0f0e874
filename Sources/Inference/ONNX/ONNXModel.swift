import Foundation

/// An ONNX model in memory, of which the nodes have been read.
struct ONNXModel {
    let graph: ONNXGraph
    /// The version of the standard's operator set that its nodes use.
    let operatorSet: Int
    private let message: WireMessage

    private static let graphField = 7

    /// Reads a model.
    ///
    /// Cost: reads the nodes, and keeps no weights.
    ///
    /// - Throws: `WireDamage`, `ONNXBounds.Exceeded`.
    init(_ bytes: Data) throws {
        message = try WireMessage(bytes)
        guard let graph = message.last(Self.graphField)?.content else { throw WireDamage() }
        self.graph = try ONNXGraph(graph, depth: 1)
        let sets = try message.all(8).compactMap(\.content).map { try WireMessage($0) }
        operatorSet = sets.last { ["", "ai.onnx"].contains($0.text(1)) }?.integer(2) ?? 1
    }

    /// The encoded model with another graph.
    func encoded(graph: WireParts) -> WireParts {
        var parts = WireParts()
        for field in message.fields where field.number != Self.graphField { parts.append(file: field.encoded) }
        parts.append(graph.asField(Self.graphField))
        return parts
    }
}
