/// A graph with the values of its tensors.
public struct Model: Sendable, Equatable {
    /// The layers and how they are connected.
    public let graph: Graph
    /// The values of all tensors, in the order of the graph.
    public let parameters: Parameters

    /// A graph with the parameters that were made for it.
    ///
    /// - Throws: `GraphError.tensor` unless the parameters are those of the graph.
    public init(_ graph: Graph, parameters: Parameters) throws {
        self.graph = graph
        self.parameters = parameters.specifications == graph.parameters ? parameters : try parameters.moved(to: graph)
    }

    /// A copy of a node's tensor.
    ///
    /// Traps if the node has no such tensor.
    package func tensor(_ layer: String, _ role: TensorRole) -> [Float] {
        guard let values = parameters[TensorName(layer: layer, role: role)] else {
            preconditionFailure("the graph needs no tensor \(layer)/\(role.rawValue)")
        }
        return values
    }
}
