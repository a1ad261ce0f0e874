/// A graph whose parameters are computed only when the model is finished, so that one rewrite after another costs one copy.
package struct ModelDraft {
    /// The graph.
    package let graph: Graph
    /// Returns the values of a parameter of the graph.
    package let tensor: (ParameterSpecification) throws -> [Float]

    init(_ graph: Graph, tensor: @escaping (ParameterSpecification) throws -> [Float]) {
        self.graph = graph
        self.tensor = tensor
    }

    /// The model.
    ///
    /// Memory: all parameters.
    ///
    /// - Throws: `GraphError`.
    package func model() throws -> Model {
        try Model(graph, parameters: Parameters(of: graph, values: tensor))
    }
}

extension Model {
    /// The model as a draft, for rewrites.
    package var draft: ModelDraft {
        ModelDraft(graph) { [parameters] in try parameters[$0.name] ?? Parameters.missing($0) }
    }
}
