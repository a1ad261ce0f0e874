/// Why layers do not form a graph, or why a graph cannot take an input.
public enum GraphError: Error, Equatable {
    /// Two layers, or two outputs, have this name.
    case repeatedName(String)
    /// An input is not among the layers before its reader.
    case inputOutOfOrder(node: String, input: Int)
    /// The output of this name refers to a layer that does not exist.
    case outputWithoutNode(String)
    /// An operation has the wrong number of inputs.
    case inputCount(node: String, operation: String, found: Int, expected: String)
    /// The shapes of the inputs do not fit the operation.
    case shapes(node: String, operation: String, found: [Shape], expected: String)
    /// A number of an operation is out of range.
    case value(node: String, name: String, value: Double, expected: String)
    /// A window is larger than the map, padding included.
    case window(node: String, size: Extent, map: Extent)
    /// An input that takes one size of picture got another.
    case inputSize(node: String, found: Extent, expected: Extent)
    /// The graph got a different number of picture sizes than it has inputs.
    case sizeCount(found: Int, expected: Int)
    /// A tensor is missing (`found` is nil), or has a different number of values.
    case tensor(TensorName, found: Int?, expected: Int)
}
