import Files
import ForeignFormats
import Graphs

/// A file with the state of a PyTorch network, matched strictly against a network.
struct TorchWeights {
    /// The SHA-256 of the file.
    let digest: String
    private let file: any StateFile
    /// What comes before the name of every tensor of the file: a wrapper for several processors adds `module.`.
    private let prefix: String

    private static let wrapper = "module."
    /// The number of batches that a normalisation saw, which is not a weight.
    private static let ignoredSuffix = ".num_batches_tracked"

    init(path: String) throws {
        let isTorch = FileKind(of: path) == .torch
        let file: any StateFile = isTorch ? try TorchFile.open(path) : try SafetensorsFile.open(path)
        self.file = file
        prefix = file.outlines.allSatisfy { $0.name.hasPrefix(Self.wrapper) } ? Self.wrapper : ""
        digest = try FileDigest.sha256(of: path)
    }

    /// The tensors that `graph` needs.
    ///
    /// The file may only have layers of `whole`, which `graph` is a part of, and those of the network's classifiers.
    func tensors(for graph: Graph, of whole: Graph, network: Network) throws -> FoundTensors {
        let outlines = file.outlines
        let leftAside = try validate(outlines.map(\.name), against: whole, network: network)
        let positions = Dictionary(uniqueKeysWithValues: outlines.indices.map { (outlines[$0].name, $0) })
        let parameters = try Parameters(of: graph) { required in
            let name = prefix + required.name.torch
            let position = positions[name]
            let place = TensorPlace(file: file.path, tensor: name, shape: required.torchShape, lowest: required.lowest)
            return required.fromTorch(
                try place.values(foundShape: position.map { outlines[$0].shape }) { try position.map(file.values) })
        }
        return FoundTensors(parameters: parameters, leftAside: leftAside)
    }

    /// Checks that every tensor of the file has a use or is known to have none; returns the modules of classifiers among the
    /// latter.
    private func validate(
        _ found: [String], against graph: Graph, network: Network
    ) throws(NetworksError) -> [String] {
        var leftAside = Set<String>()
        let names = Set(graph.parameters.map(\.name.torch))
        for whole in found {
            let name = String(whole.dropFirst(prefix.count))
            guard !names.contains(name) else { continue }
            if let module = name.split(separator: ".").first, network.classifiers.contains(String(module)) {
                leftAside.insert(String(module))
                continue
            }
            if let layer = denseLayer(of: whole) {
                leftAside.insert(layer)
                continue
            }
            if name.hasSuffix(Self.ignoredSuffix),
                names.contains(name.dropLast(Self.ignoredSuffix.count) + ".running_mean")
            {
                continue
            }
            throw .unknownLayer(
                file: file.path, layer: whole, network: network.name,
                near: nearestNames(to: name, among: names.sorted()))
        }
        return leftAside.sorted()
    }

    /// The layer of a tensor if it turns vectors into vectors, as only classifiers do: it has a matrix, and perhaps a bias for each
    /// row of it.
    private func denseLayer(of tensor: String) -> String? {
        guard let end = tensor.lastIndex(of: ".") else { return nil }
        let layer = String(tensor[..<end])
        let shapes = Dictionary(
            file.outlines.filter { $0.name.hasPrefix(layer + ".") }.map { ($0.name.dropFirst(layer.count + 1), $0.shape) },
            uniquingKeysWith: { first, _ in first })
        guard let kernel = shapes["weight"], kernel.count == 2 else { return nil }
        return shapes.allSatisfy { $0.key == "weight" || ($0.key == "bias" && $0.value == [kernel[0]]) } ? layer : nil
    }
}

extension TensorName {
    /// The name in the state of a PyTorch module.
    var torch: String {
        switch role {
        case .kernel, .depthwiseKernel, .gamma, .slope: "\(layer).weight"
        case .bias, .beta: "\(layer).bias"
        case .movingMean: "\(layer).running_mean"
        case .movingVariance: "\(layer).running_var"
        case .mean, .variance, .steps: "\(layer).\(role.rawValue)"
        }
    }
}

extension ParameterSpecification {
    /// The shape of the tensor in PyTorch: filters, or the units of a dense layer, come first.
    var torchShape: [Int] {
        switch shape.count {
        case 4: KernelLayout.filtersFirst(shape)
        case 2: [shape[1], shape[0]]
        default: shape
        }
    }

    /// Brings values from PyTorch's order into Kalon's.
    func fromTorch(_ values: [Float]) -> [Float] {
        kernelShape.map { KernelLayout.filtersLast(values, shape: $0) } ?? values
    }

    /// Brings values from Kalon's order into PyTorch's.
    func toTorch(_ values: [Float]) -> [Float] {
        kernelShape.map { KernelLayout.filtersFirst(values, shape: $0) } ?? values
    }

    /// The shape of a kernel, with that of a dense layer written as a convolution over one pixel; nil for a vector.
    private var kernelShape: [Int]? {
        switch shape.count {
        case 4: shape
        case 2: [1, 1, shape[0], shape[1]]
        default: nil
        }
    }
}
