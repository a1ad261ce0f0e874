import Files
import ForeignFormats
import Graphs
import Imaging

/// A Keras weight file, matched strictly against a network.
struct KerasWeights {
    /// The SHA-256 of the file.
    let digest: String
    private let file: KerasWeightFile

    /// Layers without a name of their own, which Keras numbers in order of creation.
    private static let numberedFamilies = ["conv2d", "batch_normalization"]
    /// The number of values from which Keras computed the mean and the variance of a layer's inputs.
    ///
    /// It is not a weight, but Keras takes no file without it.
    static let valuesSeen = NamedTensor(name: "count", shape: [], values: [0])
    /// Tensors of a layer that are not weights.
    private static let ignoredTensors: Set<String> = [valuesSeen.name]

    init(path: String) throws {
        file = try KerasWeightFile.open(path)
        digest = try FileDigest.sha256(of: path)
    }

    /// The tensors that `graph` needs.
    ///
    /// The file may only have layers of `whole`, which `graph` is a part of, and those of the network's classifiers.
    func tensors(for graph: Graph, of whole: Graph, network: Network) throws -> FoundTensors {
        let (layers, leftAside) = try layersByName(of: whole, network: network)
        try validate(layers, against: whole)
        let parameters = try Parameters(of: graph) { required in
            let tensor = find(required.name, in: layers)
            let place = TensorPlace(
                file: file.path, tensor: required.name.description, shape: required.kerasShape, lowest: required.lowest)
            let values = try place.values(foundShape: tensor?.shape) { try tensor?.read() }
            return Self.holdsDeviations(values, required.name.role) ? values.map { $0 * $0 } : values
        }
        return FoundTensors(parameters: parameters, leftAside: leftAside)
    }

    /// Whether the variances of a normalisation are ImageNet's deviations.
    ///
    /// This is so in the published files of EfficientNet, whose network divides by their root once more.
    private static func holdsDeviations(_ values: [Float], _ role: TensorRole) -> Bool {
        let expected = PixelValues.imageNetDeviation
        guard role == .variance, values.count == expected.count else { return false }
        return zip(values, expected).allSatisfy { abs($0 - $1) < 1e-3 }
    }

    /// The file's layers that hold tensors, with the names that the graph gives them, and the names of those that belong to a
    /// classifier on top of it.
    private func layersByName(
        of graph: Graph, network: Network
    ) throws(NetworksError) -> (layers: [String: KerasLayer], leftAside: [String]) {
        var layers: [String: KerasLayer] = [:]
        let holding = file.layers.filter { !$0.tensors.isEmpty }
        for layer in holding where Self.family(of: layer.name) == nil { layers[layer.name] = layer }
        for family in Self.numberedFamilies {
            let stored = holding.filter { Self.family(of: $0.name) == family }
                .sorted { Self.number(of: $0.name) < Self.number(of: $1.name) }
            let expected = graph.nodes.map(\.name).filter { Self.family(of: $0) == family }
            guard stored.count == expected.count else {
                throw .layerCount(
                    file: file.path, family: family, found: stored.count, expected: expected.count,
                    network: network.name)
            }
            for (name, layer) in zip(expected, stored) { layers[name] = layer }
        }
        var leftAside: [String] = []
        for name in layers.keys.sorted() where graph.index(named: name) == nil {
            guard let layer = layers[name], network.classifiers.contains(name) || Self.isDense(layer) else {
                throw .unknownLayer(
                    file: file.path, layer: name, network: network.name,
                    near: nearestNames(to: name, among: graph.nodes.map(\.name)))
            }
            layers[name] = nil
            leftAside.append(name)
        }
        return (layers, leftAside)
    }

    /// Whether a layer turns vectors into vectors, as only classifiers do: it has a matrix, and a bias for each column of it.
    private static func isDense(_ layer: KerasLayer) -> Bool {
        guard layer.tensors.count <= 2, let kernel = layer.tensors.first, kernel.shape.count == 2 else { return false }
        return layer.tensors.dropFirst().allSatisfy { $0.shape == [kernel.shape[1]] }
    }

    private static func family(of name: String) -> String? {
        numberedFamilies.first { family in
            name == family || (name.hasPrefix(family + "_") && Int(name.dropFirst(family.count + 1)) != nil)
        }
    }

    private static func number(of name: String) -> Int {
        name.split(separator: "_").last.flatMap { Int($0) } ?? 0
    }

    /// Checks that every tensor of every layer has a use.
    private func validate(_ layers: [String: KerasLayer], against graph: Graph) throws(NetworksError) {
        let uses = Dictionary(grouping: graph.parameters, by: \.name.layer)
        guard file.namesKnown else { return try validateCounts(layers, uses) }
        for (name, layer) in layers.sorted(by: { $0.key < $1.key }) {
            let expected = (uses[name] ?? []).flatMap { Self.spellings(of: $0.name.role) }
            for tensor in layer.tensors
            where !expected.contains(tensor.name) && !Self.ignoredTensors.contains(tensor.name) {
                throw .unknownTensor(file: file.path, layer: name, tensor: tensor.name, expected: expected)
            }
        }
    }

    /// In a file that numbers the tensors of a layer, the layer must have as many as it needs.
    private func validateCounts(
        _ layers: [String: KerasLayer], _ uses: [String: [ParameterSpecification]]
    ) throws(NetworksError) {
        for (name, layer) in layers.sorted(by: { $0.key < $1.key }) {
            let expected = (uses[name] ?? []).map(\.name.role.rawValue)
            let extra = expected.contains(TensorRole.variance.rawValue) ? Self.ignoredTensors.count : 0
            guard layer.tensors.count > expected.count + extra else { continue }
            let surplus = layer.tensors[expected.count + extra].name
            throw .unknownTensor(file: file.path, layer: name, tensor: surplus, expected: expected)
        }
    }

    /// The names that Keras has used for a tensor: in the files of Keras 3, a depthwise kernel is `kernel`.
    private static func spellings(of role: TensorRole) -> [String] {
        role == .depthwiseKernel ? [role.rawValue, TensorRole.kernel.rawValue] : [role.rawValue]
    }

    private func find(_ name: TensorName, in layers: [String: KerasLayer]) -> KerasTensor? {
        guard let layer = layers[name.layer] else { return nil }
        guard !file.namesKnown else {
            let spelling = Self.spellings(of: name.role).first { layer.tensor(named: $0) != nil }
            return spelling.flatMap { layer.tensor(named: $0) }
        }
        let roles =
            layer.tensors.count == 3 && name.role != .mean && name.role != .variance
            ? [TensorRole.beta, .movingMean, .movingVariance]
            : Self.numberedRoles[name.role] ?? []
        return roles.firstIndex(of: name.role).flatMap { layer.tensor(named: String($0)) }
    }

    /// The order in which Keras numbers the tensors of the layer that a tensor belongs to.
    private static let numberedRoles: [TensorRole: [TensorRole]] = [
        .kernel: [.kernel, .bias], .bias: [.kernel, .bias], .depthwiseKernel: [.depthwiseKernel],
        .gamma: [.gamma, .beta, .movingMean, .movingVariance], .beta: [.gamma, .beta, .movingMean, .movingVariance],
        .movingMean: [.gamma, .beta, .movingMean, .movingVariance],
        .movingVariance: [.gamma, .beta, .movingMean, .movingVariance], .mean: [.mean, .variance],
        .variance: [.mean, .variance],
    ]
}

extension ParameterSpecification {
    /// The shape of the tensor in Keras: depthwise kernels are `[height, width, channels, 1]`, with the values in the same
    /// order.
    var kerasShape: [Int] {
        name.role == .depthwiseKernel ? [shape[0], shape[1], shape[3], 1] : shape
    }
}
