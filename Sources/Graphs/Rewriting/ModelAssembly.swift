/// Puts models one behind another and side by side, so that the outputs of one become the inputs of the next.
///
/// Memory: the values of all tensors once more when `model(outputs:)` is called.
public struct ModelAssembly {
    private var layers: [Graph.Layer] = []
    private var tensors: [TensorName: () throws -> [Float]] = [:]

    /// An assembly without layers.
    public init() {}

    /// Adds an input with this name and shape, and returns its position.
    public mutating func input(_ name: String, _ shape: Shape) -> Int {
        append(name, .input(shape), inputs: [])
    }

    /// Adds a layer with the values of its tensors, and returns its position.
    ///
    /// - Parameters:
    ///   - name: Unique in the assembly.
    ///   - operation: What the layer computes.
    ///   - inputs: The positions of the layers that it reads.
    ///   - tensors: Return the values of each tensor; called by `model(outputs:)`.
    public mutating func append(
        _ name: String, _ operation: Operation, inputs: [Int], tensors: [TensorRole: () throws -> [Float]] = [:]
    ) -> Int {
        layers.append(Graph.Layer(name, operation, inputs: inputs))
        for (role, values) in tensors { self.tensors[TensorName(layer: name, role: role)] = values }
        return layers.count - 1
    }

    /// Adds all layers of a model.
    ///
    /// - Parameters:
    ///   - model: The model whose layers are added.
    ///   - prefix: Put before the name of every layer, so that names stay unique.
    ///   - inputs: Positions that replace the model's inputs, in order; any further inputs of the model are added.
    /// - Returns: The position of each output, by its name.
    public mutating func append(_ model: Model, prefix: String, inputs: [Int] = []) -> [String: Int] {
        var given = inputs[...]
        var places: [Int] = []
        for node in model.graph.nodes {
            if case .input = node.operation, let replacement = given.popFirst() {
                places.append(replacement)
                continue
            }
            let name = prefix + node.name
            layers.append(Graph.Layer(name, node.operation, inputs: node.inputs.map { places[$0] }))
            places.append(layers.count - 1)
            for specification in node.parameters {
                let parameters = model.parameters
                tensors[TensorName(layer: name, role: specification.name.role)] = {
                    try parameters[specification.name] ?? Parameters.missing(specification)
                }
            }
        }
        let named = model.graph.outputs.map { ($0.name, places[$0.node]) }
        return Dictionary(named) { first, _ in first }
    }

    /// The assembled model, with only what the outputs need.
    ///
    /// - Throws: `GraphError` if layers or tensors do not fit.
    public func model(outputs: [Graph.Output]) throws -> Model {
        let whole = try Graph(layers: layers, outputs: outputs).pruned(toOutputs: Set(outputs.map(\.name)))
        return try Model(
            whole,
            parameters: Parameters(of: whole) { specification in
                try tensors[specification.name]?() ?? Parameters.missing(specification)
            })
    }
}
