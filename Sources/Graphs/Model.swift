/// A graph with the values of its tensors.
public struct Model: Sendable, Equatable {
    public let graph: Graph
    public let parameters: Parameters

    /// A graph with parameters, which are made for it.
    ///
    /// - Throws: `GraphError.tensor` unless the parameters are those of the graph.
    public init(_ graph: Graph, parameters: Parameters) throws {
        self.graph = graph
        self.parameters = parameters.specifications == graph.parameters ? parameters : try parameters.moved(to: graph)
    }

    /// The values of a node's tensor, copied. Traps for one that the node does not have.
    package func tensor(_ layer: String, _ role: TensorRole) -> [Float] {
        guard let values = parameters[TensorName(layer: layer, role: role)] else {
            preconditionFailure("the graph needs no tensor \(layer)/\(role.rawValue)")
        }
        return values
    }
}
