extension Model {
    /// The model with batch normalisations and the scales of sums multiplied into the kernels of convolutions.
    ///
    /// A name stands for the same values as before: a folded convolution has the name of its batch normalisation.
    /// Memory: the parameters once more.
    ///
    /// - Throws: `GraphError`, which a sound model never causes.
    package func folding() throws -> Model { try foldingDraft().model() }

    /// The same as a draft.
    ///
    /// - Parameter names: The convolutions to fold; nil for all.
    /// - Throws: `GraphError`, which a sound model never causes.
    package func foldingDraft(_ names: Set<String>? = nil) throws -> ModelDraft {
        let folds = graph.convolutionFolds.filter { names?.contains(graph.nodes[$0.convolution].name) ?? true }
        let byName = Dictionary(uniqueKeysWithValues: folds.map { (graph.nodes[$0.output].name, $0) })
        return ModelDraft(try graph.folding(folds)) { [draft] specification in
            guard let fold = byName[specification.name.layer] else { return try draft.tensor(specification) }
            return specification.name.role == .bias ? bias(of: fold) : kernel(of: fold)
        }
    }

    /// The kernel of a folded convolution; products are in double precision.
    private func kernel(of fold: ConvolutionFold) -> [Float] {
        let node = graph.nodes[fold.convolution]
        var kernel = tensor(node.name, node.parameters[0].name.role)
        if let factors = factors(of: fold) {
            for index in kernel.indices { kernel[index] = Float(Double(kernel[index]) * factors[index % factors.count]) }
        }
        if let scale = scale(of: fold) { for index in kernel.indices { kernel[index] *= scale } }
        return kernel
    }

    /// The bias of a folded convolution.
    private func bias(of fold: ConvolutionFold) -> [Float] {
        let node = graph.nodes[fold.convolution]
        var bias =
            node.parameters.contains { $0.name.role == .bias }
            ? tensor(node.name, .bias) : [Float](repeating: 0, count: node.channels)
        if let normalisation = fold.normalisation.map({ graph.nodes[$0].name }), let factors = factors(of: fold) {
            let (means, shifts) = (tensor(normalisation, .movingMean), tensor(normalisation, .beta))
            for filter in bias.indices {
                let centred = Double(bias[filter]) - Double(means[filter])
                bias[filter] = Float(centred * factors[filter] + Double(shifts[filter]))
            }
        }
        if let scale = scale(of: fold) { for filter in bias.indices { bias[filter] *= scale } }
        return bias
    }

    /// What a batch normalisation multiplies each filter by; nil if there is none.
    private func factors(of fold: ConvolutionFold) -> [Double]? {
        guard let node = fold.normalisation.map({ graph.nodes[$0] }), case .batchNormalisation(let epsilon, _, _) = node.operation
        else { return nil }
        return zip(gamma(of: node), tensor(node.name, .movingVariance)).map {
            Double($0) / (Double($1) + Double(epsilon)).squareRoot()
        }
    }

    private func scale(of fold: ConvolutionFold) -> Float? {
        guard let sum = fold.sum, case .sum(let scale) = graph.nodes[sum].operation else { return nil }
        return scale
    }

    /// The scale of each channel of a batch normalisation; ones if it has none of its own.
    ///
    /// - Parameter node: A batch normalisation of the graph.
    package func gamma(of node: Graph.Node) -> [Float] {
        parameters[TensorName(layer: node.name, role: .gamma)] ?? [Float](repeating: 1, count: node.channels)
    }
}

extension Graph {
    /// The graph in which folded convolutions have a bias and the name of their batch normalisation, which is gone.
    ///
    /// - Throws: `GraphError`, which a sound graph never causes.
    package func folding(_ folds: [ConvolutionFold]) throws(GraphError) -> Graph {
        let byConvolution = Dictionary(uniqueKeysWithValues: folds.map { ($0.convolution, $0) })
        let scaled = Set(folds.compactMap(\.sum))
        let dropped = Set(folds.compactMap(\.normalisation))
        var layers: [Layer] = []
        // Where each node of this graph is in the new one.
        var places: [Int] = []
        for (position, node) in nodes.enumerated() {
            guard !dropped.contains(position) else {
                places.append(places[node.inputs[0]])
                continue
            }
            var (name, operation) = (node.name, node.operation)
            if let fold = byConvolution[position], case .convolution(let convolution) = operation {
                name = nodes[fold.output].name
                operation = .convolution(convolution.biased)
            }
            if scaled.contains(position) { operation = .sum(scale: 1) }
            layers.append(Layer(name, operation, inputs: node.inputs.map { places[$0] }))
            places.append(layers.count - 1)
        }
        return try Graph(layers: layers, outputs: outputs.map { Output($0.name, node: places[$0.node]) })
    }
}

extension Convolution {
    fileprivate var biased: Convolution {
        Convolution(filters: filters, window: window, groups: groups, hasBias: true, hasSteps: hasSteps)
    }
}
