import Foundation

/// An ONNX model in the form in which OpenVINO reads it.
package struct ONNXPreparation {
    /// The content of the file, mapped.
    package let content: Data
    /// The model in pieces if nodes were replaced; nil if the file can be read as it is.
    package let parts: WireParts?

    /// Reads the model, checks its size, and replaces nodes by the rules.
    ///
    /// Cost: reads the nodes, and keeps no weights.
    ///
    /// - Throws: `ModelFileError.unreadable`, `.beyondBounds`, `.refusedNode`.
    package init(_ file: ModelFile) throws {
        do {
            content = try Data(contentsOf: URL(fileURLWithPath: file.path), options: .mappedIfSafe)
            let model = try ONNXModel(content)
            try ONNXBounds.check(model.graph)
            let graph = try Self.rewritten(
                model.graph, ONNXScope(), operatorSet: model.operatorSet, path: file.path)
            parts = graph.map { model.encoded(graph: $0) }
        } catch let excess as ONNXBounds.Exceeded {
            throw ModelFileError.beyondBounds(path: file.path, reason: excess.reason)
        } catch is WireDamage {
            throw ModelFileError.unreadable(path: file.path, format: .onnx, reason: "its content is not ONNX")
        }
    }

    /// The encoded graph with nodes replaced; nil if all of them stay.
    private static func rewritten(
        _ graph: ONNXGraph, _ outer: ONNXScope, operatorSet: Int, path: String
    ) throws(ModelFileError) -> WireParts? {
        let scope = outer.entering(graph)
        var replaced: [[ONNXNode]] = []
        var changes = false
        for node in graph.nodes {
            let inside =
                try node.graphs.isEmpty
                ? node
                : node.withGraphs { graph throws(ModelFileError) in
                    try rewritten(graph, scope, operatorSet: operatorSet, path: path)
                }
            switch NodeRules.verdict(NodeContext(node: inside, operatorSet: operatorSet, scope: scope)) {
            case .kept:
                replaced.append([inside])
                changes = changes || inside.source == nil
            case .replaced(let nodes):
                replaced.append(nodes)
                changes = true
            case .refused(let reason):
                throw .refusedNode(path: path, node: node.title, kind: node.kind, reason: reason)
            }
        }
        return changes ? graph.encoded(nodes: replaced) : nil
    }
}

extension ONNXNode {
    /// The node with the graphs inside it changed; `change` returns nil to leave a graph as it is.
    fileprivate func withGraphs(
        _ change: (ONNXGraph) throws(ModelFileError) -> WireParts?
    ) throws(ModelFileError) -> ONNXNode {
        var changed: [ONNXAttribute] = []
        for attribute in attributes {
            guard case .graph(let graph) = attribute.value, let parts = try change(graph) else { continue }
            changed.append(ONNXAttribute(attribute.name, graph: parts))
        }
        return changed.isEmpty ? self : with(changed)
    }
}
