import Faults
import Foundation
import Storage

/// What a weights file gave for a graph.
struct FoundTensors {
    let values: [TensorName: [Float]]
    /// Layers or modules of a classifier on top of the network, which are not used.
    let leftAside: [String]
}

/// A network cut down to what its taps need, with every weight of it.
///
/// Immutable; about 220 MB for MultiGAP and 260 MB for EfficientNetB7.
public struct WeightedNetwork: Sendable {
    public let network: Network
    public let graph: Graph
    /// Positions in `graph` of the layers whose pooled maps are the features, in order.
    public let tapPositions: [Int]
    /// SHA-256 of the weights file, or `seeded:S`.
    public let weightsDigest: String
    /// Whether the weights file holds deviations where Keras' layer expects variances (published EfficientNets).
    public let normalisesTwice: Bool

    /// Layers or modules of the weights file that belong to a classifier on top of the network, and are not used.
    public let leftAside: [String]

    private let tensors: [TensorName: [Float]]

    /// Builds the network and gives it weights.
    ///
    /// `taps` names layers (see `Graph.positions(ofTaps:)`), or is nil for the network's standard ones. Throws
    /// `NetworksError` and, for a file that cannot be read, `StorageError`. Loading is strict: each layer of the
    /// file belongs to the network, each tensor that is needed is there, and every shape is checked.
    public init(
        _ network: Network, taps: [String]?, weights: WeightsReference, downsampling: EfficientNet.Downsampling
    ) throws {
        switch weights {
        case .seeded(let seed):
            let whole = network.graph(downsampling: downsampling, normalisesTwice: true)
            try self.init(network, whole: whole, taps: taps, digest: "seeded:\(seed)", normalisesTwice: true) { graph in
                FoundTensors(
                    values: SeededWeights.tensors(for: graph, of: whole, seed: seed, pixels: network.values), leftAside: [])
            }
        case .file(let path) where network.twin == .torchvision:
            let file = try TorchWeights(path: path)
            let whole = network.graph(downsampling: downsampling, normalisesTwice: false)
            try self.init(network, whole: whole, taps: taps, digest: file.digest, normalisesTwice: false) { graph in
                try file.tensors(for: graph, of: whole, network: network)
            }
        case .file(let path):
            let file = try KerasWeights(path: path)
            let normalisesTwice = try file.holdsImageNetDeviations()
            let whole = network.graph(downsampling: downsampling, normalisesTwice: normalisesTwice)
            try self.init(
                network, whole: whole, taps: taps, digest: file.digest, normalisesTwice: normalisesTwice
            ) { graph in
                try file.tensors(for: graph, of: whole, network: network)
            }
        }
    }

    private init(
        _ network: Network, whole: Graph, taps: [String]?, digest: String, normalisesTwice: Bool,
        tensors: (Graph) throws -> FoundTensors
    ) throws {
        let positions = try whole.positions(ofTaps: taps ?? network.standardTaps)
        let graph = whole.pruned(to: positions)
        self.network = network
        self.graph = graph
        self.normalisesTwice = normalisesTwice
        weightsDigest = digest
        tapPositions = positions.compactMap { graph.index(named: whole.nodes[$0].name) }
        let found = try tensors(graph)
        self.tensors = found.values
        leftAside = found.leftAside
    }

    /// Names of the tapped layers, in the order of the columns.
    public var taps: [String] { tapPositions.map { graph.nodes[$0].name } }

    /// Widths of the tapped layers, in the order of the columns.
    public var tapWidths: [Int] { tapPositions.map { graph.nodes[$0].channels } }

    /// Number of features.
    public var columns: Int { tapWidths.reduce(0, +) }

    /// The weights layer by layer, in graph order, shapes as Keras has them.
    public var layers: [(name: String, tensors: [(role: TensorRole, shape: [Int], values: [Float])])] {
        graph.nodes.compactMap { node in
            let required = node.requiredTensors(
                inputChannels: node.inputs.first.map { graph.nodes[$0].channels } ?? 0)
            guard !required.isEmpty else { return nil }
            return (node.name, required.map { ($0.name.role, $0.shape, tensor(node.name, $0.name.role)) })
        }
    }

    /// Writes the weights that the taps need as the twin's files have them.
    ///
    /// Throws `StorageError`. Cost: the weights once more in memory.
    public func writeWeights(to path: String, provenance: Provenance) throws(StorageError) {
        switch network.twin {
        case .keras:
            let layers = layers.map { layer in
                KerasLayerWeights(
                    name: layer.name,
                    tensors: layer.tensors.map { .init(name: $0.role.rawValue, shape: $0.shape, values: $0.values) })
            }
            try KerasWeightFile.write(to: path, layers: layers, provenance: provenance)
        case .torchvision:
            let tensors = graph.requiredTensors.map { required in
                NamedTensor(
                    name: required.name.torch, shape: required.torchShape,
                    values: required.toTorch(tensor(required.name.layer, required.name.role)))
            }
            try SafetensorsFile.write(to: path, tensors: tensors, provenance: provenance)
        }
    }

    /// A tensor of the graph. Traps for one that the graph does not need.
    func tensor(_ layer: String, _ role: TensorRole) -> [Float] {
        guard let values = tensors[TensorName(layer: layer, role: role)] else {
            preconditionFailure("the graph needs no tensor \(layer)/\(role.rawValue)")
        }
        return values
    }

    /// The network as an ONNX model: input `image` `[1, height, width, 3]`, output `features` `[1, columns]`; `metadata`
    /// goes into the file beside it.
    public func onnx(metadata: [String: String] = [:]) throws -> Data {
        try ONNXWriter.serialised(self, metadata: metadata)
    }
}
