import Faults

extension GraphError: Fault {
    /// The kind of fault, which decides the exit code.
    public var kind: FaultKind { .badData }

    /// The fault as one sentence for the user.
    public var sentence: String {
        switch self {
        case .repeatedName(let name):
            "the graph has two layers or two outputs named '\(name)'; give each a name of its own"
        case .inputOutOfOrder(let node, let input):
            "the layer '\(node)' takes its input from layer \(input), which does not come before it; list layers after their inputs"
        case .outputWithoutNode(let name):
            "the output '\(name)' refers to a layer that the graph does not have"
        case .inputCount(let node, let operation, let found, let expected):
            "the layer '\(node)' (\(operation)) has \(found) inputs; it takes \(expected)"
        case .shapes(let node, let operation, let found, let expected):
            "the layer '\(node)' (\(operation)) takes \(expected), but its inputs are "
                + found.map(\.description).joined(separator: " and ")
        case .value(let node, let name, let value, let expected):
            "the layer '\(node)' has a \(name) of \(value.briefly); \(expected) is expected"
        case .window(let node, let size, let map):
            "the window of the layer '\(node)' is \(size.height) x \(size.width), larger than its map of \(map.height) x \(map.width); "
                + "use a larger picture"
        case .inputSize(let node, let found, let expected):
            "the input '\(node)' takes pictures of \(expected.height) x \(expected.width), not of \(found.height) x \(found.width)"
        case .sizeCount(let found, let expected):
            "the graph has \(expected) image inputs, but \(found) sizes were given"
        case .tensor(let name, let found?, let expected):
            "the tensor \(name) has \(found) values, but \(expected) are expected"
        case .tensor(let name, nil, let expected):
            "the tensor \(name) with \(expected) values is missing"
        }
    }
}
