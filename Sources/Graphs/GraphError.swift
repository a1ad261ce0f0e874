/// What keeps layers from being a graph, or a graph from taking an input.
public enum GraphError: Error, Equatable {
    case repeatedName(String)
    /// An input is not among the layers before its reader.
    case inputOutOfOrder(node: String, input: Int)
    case outputWithoutNode(String)
    case inputCount(node: String, operation: String, found: Int, expected: String)
    case shapes(node: String, operation: String, found: [Shape], expected: String)
    /// A number of an operation is out of range.
    case value(node: String, name: String, value: Double, expected: String)
    /// A window is larger than the map with what surrounds it.
    case window(node: String, size: Extent, map: Extent)
    case inputSize(node: String, found: Extent, expected: Extent)
    /// A graph is bound to sizes for as many inputs as it does not have.
    case sizeCount(found: Int, expected: Int)
    /// No tensor of that name, or one of another number of values.
    case tensor(TensorName, found: Int?, expected: Int)
}
