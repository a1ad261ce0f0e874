/// A kernel rounded to 8 bits, filter by filter.
package struct RoundedKernel: Sendable {
    /// From -127 to 127, `[filters, channels, height, width]`.
    package let values: [Int8]
    /// `[filters]`.
    package let steps: [Float]
    /// `[filters]`.
    package let bias: [Float]

    package init(values: [Int8], steps: [Float], bias: [Float]) {
        self.values = values
        self.steps = steps
        self.bias = bias
    }
}

/// One layer reads the output of another.
package struct Reading: Hashable, Sendable {
    package let source: String
    package let reader: String

    package init(source: String, reader: String) {
        self.source = source
        self.reader = reader
    }
}

extension ModelDraft {
    /// The model with some convolutions in whole numbers and their inputs rounded; layers are referred to by name.
    ///
    /// - Parameters:
    ///   - kernels: The rounded kernels of folded convolutions.
    ///   - roundings: The roundings of the layers whose values are rounded.
    ///   - readings: Those that take rounded values; others take them as they are.
    /// - Returns: A draft; the values of kernels that are rounded are not asked for.
    /// - Throws: `GraphError`.
    package func rounding(
        _ kernels: [String: RoundedKernel], roundings: [String: Rounding], readings: Set<Reading>
    ) throws -> ModelDraft {
        var layers: [Graph.Layer] = []
        var places: [Int] = []
        var rounded: [Int: Int] = [:]
        for (position, node) in graph.nodes.enumerated() {
            let inputs = node.inputs.map { input in
                let reading = Reading(source: graph.nodes[input].name, reader: node.name)
                return readings.contains(reading) ? rounded[input] ?? places[input] : places[input]
            }
            var operation = node.operation
            if kernels[node.name] != nil, case .convolution(let convolution) = operation {
                operation = .convolution(convolution.stepped)
            }
            layers.append(Graph.Layer(node.name, operation, inputs: inputs))
            places.append(layers.count - 1)
            if let rounding = roundings[node.name] {
                layers.append(Graph.Layer("\(node.name)/rounded", .rounding(rounding), inputs: [places[position]]))
                rounded[position] = layers.count - 1
            }
        }
        let outputs = graph.outputs.map { Graph.Output($0.name, node: places[$0.node]) }
        return ModelDraft(try Graph(layers: layers, outputs: outputs)) { [tensor] specification in
            try kernels[specification.name.layer]?.tensor(specification) ?? tensor(specification)
        }
    }
}

extension Model {
    /// The model with `amounts`, `[width]`, added to the output of that name.
    ///
    /// - Throws: `GraphError`.
    package func adding(_ amounts: [Float], toOutput name: String) throws -> Model {
        guard let position = graph.index(ofOutput: name) else { throw GraphError.outputWithoutNode(name) }
        var layers = graph.layers
        let layer = layers[position]
        layers[position] = Graph.Layer("\(layer.name)/uncorrected", layer.operation, inputs: layer.inputs)
        layers.append(Graph.Layer(layer.name, .shift, inputs: [position]))
        let outputs = graph.outputs.map { $0.name == name ? Graph.Output(name, node: layers.count - 1) : $0 }
        let whole = try Graph(layers: layers, outputs: outputs)
        return try Model(whole, parameters: parameters.moved(to: whole) { _ in amounts })
    }
}

extension RoundedKernel {
    fileprivate func tensor(_ specification: ParameterSpecification) -> [Float] {
        switch specification.name.role {
        case .bias: bias
        case .steps: steps
        default: KernelLayout.filtersLast(values.map(Float.init), shape: specification.shape)
        }
    }
}

extension Convolution {
    fileprivate var stepped: Convolution {
        Convolution(filters: filters, window: window, groups: groups, hasBias: hasBias, hasSteps: true)
    }
}
