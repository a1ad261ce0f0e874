extension Model {
    /// The model with batch normalisations and the scales of sums multiplied into the kernels of convolutions.
    ///
    /// A name stands for the same values as before: a folded convolution has the name of its batch normalisation.
    /// Memory: the parameters once more.
    ///
    /// - Parameter names: The convolutions to fold; nil for all.
    /// - Throws: `GraphError`, which a sound model never causes.
    package func folding(_ names: Set<String>? = nil) throws -> Model {
        let folds = graph.convolutionFolds.filter { names?.contains(graph.nodes[$0.convolution].name) ?? true }
        let byConvolution = Dictionary(uniqueKeysWithValues: folds.map { ($0.convolution, $0) })
        let scaled = Set(folds.compactMap(\.sum))
        let dropped = Set(folds.compactMap(\.normalisation))
        var layers: [Graph.Layer] = []
        // Where each node of this graph is in the new one.
        var places: [Int] = []
        var folded: [TensorName: [Float]] = [:]
        for (position, node) in graph.nodes.enumerated() {
            guard !dropped.contains(position) else {
                places.append(places[node.inputs[0]])
                continue
            }
            var (name, operation) = (node.name, node.operation)
            if let fold = byConvolution[position], case .convolution(let convolution) = operation {
                name = graph.nodes[fold.output].name
                operation = .convolution(convolution.biased)
                folded.merge(tensors(of: fold, named: name)) { first, _ in first }
            }
            if scaled.contains(position) { operation = .sum(scale: 1) }
            layers.append(Graph.Layer(name, operation, inputs: node.inputs.map { places[$0] }))
            places.append(layers.count - 1)
        }
        let outputs = graph.outputs.map { Graph.Output($0.name, node: places[$0.node]) }
        let whole = try Graph(layers: layers, outputs: outputs)
        return try Model(
            whole,
            parameters: Parameters(of: whole) { specification in
                if let values = folded.removeValue(forKey: specification.name) { return values }
                return try parameters[specification.name] ?? Parameters.missing(specification)
            })
    }

    /// The kernel and bias of a folded convolution; products are in double precision.
    private func tensors(of fold: ConvolutionFold, named name: String) -> [TensorName: [Float]] {
        let node = graph.nodes[fold.convolution]
        let role = node.parameters[0].name.role
        var kernel = tensor(node.name, role)
        var bias =
            node.parameters.contains { $0.name.role == .bias }
            ? tensor(node.name, .bias) : [Float](repeating: 0, count: node.channels)
        if let normalisation = fold.normalisation.map({ graph.nodes[$0] }),
            case .batchNormalisation(let epsilon, _, let hasScale) = normalisation.operation
        {
            let means = tensor(normalisation.name, .movingMean)
            let shifts = tensor(normalisation.name, .beta)
            let gamma = hasScale ? tensor(normalisation.name, .gamma) : [Float](repeating: 1, count: means.count)
            let factors = zip(gamma, tensor(normalisation.name, .movingVariance)).map {
                Double($0) / (Double($1) + Double(epsilon)).squareRoot()
            }
            for index in kernel.indices { kernel[index] = Float(Double(kernel[index]) * factors[index % factors.count]) }
            for filter in bias.indices {
                let centred = Double(bias[filter]) - Double(means[filter])
                bias[filter] = Float(centred * factors[filter] + Double(shifts[filter]))
            }
        }
        if let sum = fold.sum, case .sum(let scale) = graph.nodes[sum].operation {
            for index in kernel.indices { kernel[index] *= scale }
            for filter in bias.indices { bias[filter] *= scale }
        }
        return [TensorName(layer: name, role: role): kernel, TensorName(layer: name, role: .bias): bias]
    }
}

extension Convolution {
    fileprivate var biased: Convolution {
        Convolution(filters: filters, window: window, groups: groups, hasBias: true, hasSteps: hasSteps)
    }
}
