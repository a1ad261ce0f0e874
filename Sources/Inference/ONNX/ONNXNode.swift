import Foundation

/// A node of an ONNX graph.
package struct ONNXNode {
    package var name = ""
    /// The operator, such as Conv.
    package var kind = ""
    /// The owner of the operator; empty for the standard.
    var domain = ""
    package var inputs: [String] = []
    package var outputs: [String] = []
    package var attributes: [ONNXAttribute] = []
    /// The node as it is in the file; nil for one that Kalon made.
    var source: Data?

    package init(kind: String, inputs: [String], outputs: [String], attributes: [ONNXAttribute] = []) {
        self.kind = kind
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
    }

    /// Reads a node; `depth` is the number of graphs around it.
    ///
    /// - Throws: `WireDamage`, `ONNXBounds.Exceeded`.
    init(_ bytes: Data, depth: Int) throws {
        let message = try WireMessage(bytes)
        inputs = message.texts(1)
        outputs = message.texts(2)
        name = message.text(3)
        kind = message.text(4)
        domain = message.text(7)
        attributes = try message.all(5).compactMap(\.content).map { try ONNXAttribute($0, depth: depth) }
        source = bytes
    }

    /// The name by which a person finds it: its own, or that of its first output.
    var title: String { name.isEmpty ? outputs.first { !$0.isEmpty } ?? "without a name" : name }

    /// Whether its operator belongs to the standard.
    var isStandard: Bool { domain.isEmpty || domain == "ai.onnx" }

    /// The input at `index`; nil if it is omitted.
    func input(_ index: Int) -> String? {
        guard inputs.indices.contains(index), !inputs[index].isEmpty else { return nil }
        return inputs[index]
    }

    /// The output at `index`; nil if it is omitted.
    func output(_ index: Int) -> String? {
        guard outputs.indices.contains(index), !outputs[index].isEmpty else { return nil }
        return outputs[index]
    }

    func integer(_ name: String) -> Int? {
        guard case .integer(let value)? = attribute(name) else { return nil }
        return value
    }

    func integers(_ name: String) -> [Int]? {
        guard case .integers(let values)? = attribute(name) else { return nil }
        return values
    }

    func float(_ name: String) -> Float? {
        guard case .float(let value)? = attribute(name) else { return nil }
        return value
    }

    func text(_ name: String) -> String? {
        guard case .text(let value)? = attribute(name) else { return nil }
        return value
    }

    /// The graphs inside it.
    var graphs: [ONNXGraph] { attributes.flatMap(\.graphs) }

    private func attribute(_ name: String) -> ONNXAttribute.Value? { attributes.first { $0.name == name }?.value }

    /// The same node without some attributes, and with others.
    func with(_ more: [ONNXAttribute] = [], without names: [String] = []) -> ONNXNode {
        var node = self
        let replaced = Set(names + more.map(\.name))
        node.attributes = attributes.filter { !replaced.contains($0.name) } + more
        node.source = nil
        return node
    }

    /// The node in the encoding of a file.
    package var encoded: WireParts {
        var parts = WireParts()
        if let source {
            parts.append(file: source)
            return parts
        }
        for input in inputs { parts.append(.field(1, input)) }
        for output in outputs { parts.append(.field(2, output)) }
        if !name.isEmpty { parts.append(.field(3, name)) }
        parts.append(.field(4, kind))
        for attribute in attributes { parts.append(attribute.encoded.asField(5)) }
        if !domain.isEmpty { parts.append(.field(7, domain)) }
        return parts
    }
}

/// An attribute of a node.
package struct ONNXAttribute {
    enum Value {
        case float(Float), integer(Int), text(String), integers([Int])
        case tensor(ONNXTensor)
        case graph(ONNXGraph)
        case graphs([ONNXGraph])
        /// A value that no rule needs.
        case other
    }

    package let name: String
    let value: Value
    package let encoded: WireParts

    /// Reads an attribute.
    ///
    /// - Throws: `WireDamage`, `ONNXBounds.Exceeded`.
    init(_ bytes: Data, depth: Int) throws {
        let message = try WireMessage(bytes)
        name = message.text(1)
        value = try Self.value(of: message, depth: depth)
        var parts = WireParts()
        parts.append(file: bytes)
        encoded = parts
    }

    package init(_ name: String, _ integer: Int) { self.init(name, .integer(integer), .field(3, integer), kind: 2) }
    package init(_ name: String, _ float: Float) { self.init(name, .float(float), .field(2, float), kind: 1) }
    package init(_ name: String, _ text: String) { self.init(name, .text(text), .field(4, text), kind: 3) }

    package init(_ name: String, _ integers: [Int]) {
        var content = WireParts()
        for integer in integers { content.append(.field(8, integer)) }
        self.init(name, .integers(integers), content, kind: 7)
    }

    /// An attribute with an encoded constant.
    package init(_ name: String, tensor: WireParts) { self.init(name, .other, tensor.asField(5), kind: 4) }

    /// An attribute with an encoded graph.
    package init(_ name: String, graph: WireParts) { self.init(name, .other, graph.asField(6), kind: 5) }

    private init(_ name: String, _ value: Value, _ content: WireParts, kind: Int) {
        self.name = name
        self.value = value
        var parts = WireParts.field(1, name)
        parts.append(content)
        parts.append(.field(20, kind))
        encoded = parts
    }

    private static func value(of message: WireMessage, depth: Int) throws -> Value {
        if let graph = message.last(6)?.content { return .graph(try ONNXGraph(graph, depth: depth + 1)) }
        let graphs = message.all(11).compactMap(\.content)
        if !graphs.isEmpty { return .graphs(try graphs.map { try ONNXGraph($0, depth: depth + 1) }) }
        if let tensor = message.last(5)?.content { return .tensor(try ONNXTensor(tensor)) }
        let integers = try message.integers(8)
        if !integers.isEmpty { return .integers(integers) }
        if let float = message.last(2)?.float { return .float(float) }
        if let text = message.last(4)?.content { return .text(String(decoding: text, as: UTF8.self)) }
        if let integer = message.integer(3) { return .integer(integer) }
        // Writers of the third version of the format may omit a number that is zero.
        switch message.integer(20) {
        case 1: return .float(0)
        case 2: return .integer(0)
        case 3: return .text("")
        case 7: return .integers([])
        default: return .other
        }
    }

    var graphs: [ONNXGraph] {
        switch value {
        case .graph(let graph): [graph]
        case .graphs(let graphs): graphs
        default: []
        }
    }
}
