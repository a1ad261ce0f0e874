extension Model {
    /// The model with what changes the columns of a dense layer one by one multiplied into its kernel.
    ///
    /// These are batch normalisations, normalisations and shifts of vectors that nothing else reads; dropouts among them go. The
    /// values of all other nodes stay the same. Products are in double precision. Memory: the parameters once more.
    ///
    /// - Throws: `GraphError`, which a sound model never causes.
    package func foldingIntoDense() throws -> Model {
        let folds = denseFolds()
        let dropped = Set(folds.values.joined())
        guard !dropped.isEmpty else { return self }
        var layers: [Graph.Layer] = []
        var places: [Int] = []
        for (position, node) in graph.nodes.enumerated() {
            guard !dropped.contains(position) else {
                places.append(places[node.inputs[0]])
                continue
            }
            var operation = node.operation
            if folds[position] != nil, case .dense(let units, _) = operation { operation = .dense(units: units, hasBias: true) }
            layers.append(Graph.Layer(node.name, operation, inputs: node.inputs.map { places[$0] }))
            places.append(layers.count - 1)
        }
        let folded = try Graph(layers: layers, outputs: graph.outputs.map { .init($0.name, node: places[$0.node]) })
        let byName = Dictionary(uniqueKeysWithValues: folds.map { (graph.nodes[$0.key].name, $0) })
        return try Model(
            folded,
            parameters: Parameters(of: folded) { specification in
                guard let (dense, chain) = byName[specification.name.layer] else {
                    return try parameters[specification.name] ?? Parameters.missing(specification)
                }
                let (scale, offset) = combined(chain)
                return specification.name.role == .bias
                    ? bias(of: graph.nodes[dense], offset: offset) : kernel(of: graph.nodes[dense], scale: scale)
            })
    }

    /// For each dense layer that something can be folded into, the nodes before it that go, the nearest first.
    private func denseFolds() -> [Int: [Int]] {
        let (readers, kept) = (graph.readers, Set(graph.outputs.map(\.node)))
        var folds: [Int: [Int]] = [:]
        for (position, node) in graph.nodes.enumerated() {
            guard case .dense = node.operation else { continue }
            var chain: [Int] = []
            var before = node.inputs[0]
            while readers[before].count == 1, !kept.contains(before), graph.nodes[before].changesColumns {
                chain.append(before)
                before = graph.nodes[before].inputs[0]
            }
            if chain.contains(where: { !graph.nodes[$0].parameters.isEmpty }) { folds[position] = chain }
        }
        return folds
    }

    /// What a chain of nodes makes of each column x: `scale * x + offset`.
    private func combined(_ chain: [Int]) -> (scale: [Double], offset: [Double]) {
        let width = graph.nodes[chain[0]].channels
        var (scale, offset) = ([Double](repeating: 1, count: width), [Double](repeating: 0, count: width))
        for position in chain.reversed() {
            let (factor, shift) = columnChange(graph.nodes[position])
            for column in 0..<width {
                scale[column] *= factor[column]
                offset[column] = offset[column] * factor[column] + shift[column]
            }
        }
        return (scale, offset)
    }

    private func columnChange(_ node: Graph.Node) -> (factor: [Double], shift: [Double]) {
        let ones = [Double](repeating: 1, count: node.channels)
        func centred(_ mean: [Float], _ factor: [Double], _ shift: [Float]?) -> ([Double], [Double]) {
            (factor, factor.indices.map { Double(shift?[$0] ?? 0) - Double(mean[$0]) * factor[$0] })
        }
        switch node.operation {
        case .shift: return (ones, tensor(node.name, .bias).map(Double.init))
        case .normalisation:
            let factor = tensor(node.name, .variance).map { 1 / Double($0).squareRoot() }
            return centred(tensor(node.name, .mean), factor, nil)
        case .batchNormalisation(let epsilon, _, _):
            let factor = zip(gamma(of: node), tensor(node.name, .movingVariance)).map {
                Double($0) / (Double($1) + Double(epsilon)).squareRoot()
            }
            return centred(tensor(node.name, .movingMean), factor, tensor(node.name, .beta))
        default: return (ones, [Double](repeating: 0, count: node.channels))
        }
    }

    private func kernel(of node: Graph.Node, scale: [Double]) -> [Float] {
        let kernel = tensor(node.name, .kernel)
        let units = node.channels
        return kernel.indices.map { Float(Double(kernel[$0]) * scale[$0 / units]) }
    }

    private func bias(of node: Graph.Node, offset: [Double]) -> [Float] {
        let kernel = tensor(node.name, .kernel)
        let units = node.channels
        var bias = parameters[TensorName(layer: node.name, role: .bias)]?.map(Double.init) ?? [Double](repeating: 0, count: units)
        for index in kernel.indices { bias[index % units] += Double(kernel[index]) * offset[index / units] }
        return bias.map { Float($0) }
    }
}

extension Graph.Node {
    /// Whether the node changes the columns of a vector one by one, by a factor and a number added, or not at all.
    fileprivate var changesColumns: Bool {
        guard case .vector = shape else { return false }
        switch operation {
        case .shift, .normalisation, .batchNormalisation, .dropout: return true
        default: return false
        }
    }
}
