import Foundation
import Graphs
import Storage

/// What a weights file gave for a graph.
struct FoundTensors {
    let parameters: Parameters
    /// Layers or modules of a classifier on top of the network, which are not used.
    let leftAside: [String]
}

/// A network of the registry cut down to what its taps need, with every weight of it.
///
/// Immutable; about 220 MB for MultiGAP and 260 MB for EfficientNetB7.
public struct WeightedNetwork: Sendable {
    public let network: Network
    /// The layers with their weights. The only output, `features`, holds the averages of the tapped layers.
    public let model: Model
    /// Names of the tapped layers, in the order of the columns.
    public let taps: [String]
    /// Widths of the tapped layers, in the order of the columns.
    public let tapWidths: [Int]
    /// SHA-256 of the weights file, or `seeded:S`.
    public let weightsDigest: String
    /// Layers or modules of the weights file that belong to a classifier on top of the network, and are not used.
    public let leftAside: [String]

    /// Builds the network and gives it weights.
    ///
    /// Loading is strict: each layer of the file belongs to the network, each tensor that is needed is there, and every shape is
    /// checked.
    ///
    /// - Parameters:
    ///   - taps: names of layers, see `Graph.positions(ofTaps:)`; nil: the network's standard ones.
    ///   - weights: a seed, or a file in the format of the network's twin.
    ///   - downsampling: how convolutions of stride 2 are padded, where the network lets one choose.
    /// - Throws: `NetworksError`, and `StorageError` for a file that cannot be read.
    public init(
        _ network: Network, taps: [String]?, weights: WeightsReference, downsampling: EfficientNet.Downsampling
    ) throws {
        let whole = try network.graph(downsampling: downsampling)
        let positions = try whole.positions(ofTaps: taps ?? network.standardTaps)
        let graph = try whole.tapped(at: positions)
        let found: FoundTensors
        switch weights {
        case .seeded(let seed):
            weightsDigest = "seeded:\(seed)"
            var tensors = SeededWeights.tensors(for: graph, of: whole, seed: seed, pixels: network.values)
            let parameters = try Parameters(of: graph) {
                try tensors.removeValue(forKey: $0.name) ?? Parameters.missing($0)
            }
            found = FoundTensors(parameters: parameters, leftAside: [])
        case .file(let path) where network.twin == .torchvision:
            let file = try TorchWeights(path: path)
            weightsDigest = file.digest
            found = try file.tensors(for: graph, of: whole, network: network)
        case .file(let path):
            let file = try KerasWeights(path: path)
            weightsDigest = file.digest
            found = try file.tensors(for: graph, of: whole, network: network)
        }
        self.network = network
        self.taps = positions.map { whole.nodes[$0].name }
        tapWidths = positions.map { whole.nodes[$0].channels }
        model = try Model(graph, parameters: found.parameters)
        leftAside = found.leftAside
    }

    /// The layers with their connections.
    public var graph: Graph { model.graph }

    /// Number of features.
    public var columns: Int { tapWidths.reduce(0, +) }

    /// The weights layer by layer, in graph order, shapes as Keras has them.
    package var layers: [(name: String, tensors: [(role: TensorRole, shape: [Int], values: [Float])])] {
        graph.nodes.filter { !$0.parameters.isEmpty }.map { node in
            (node.name, node.parameters.map { ($0.name.role, $0.kerasShape, model.tensor(node.name, $0.name.role)) })
        }
    }

    /// Writes the weights that the taps need as the twin's files have them.
    ///
    /// Cost: the weights once more in memory.
    ///
    /// - Throws: `StorageError`.
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
            let tensors = graph.parameters.map { required in
                NamedTensor(
                    name: required.name.torch, shape: required.torchShape,
                    values: required.toTorch(model.tensor(required.name.layer, required.name.role)))
            }
            try SafetensorsFile.write(to: path, tensors: tensors, provenance: provenance)
        }
    }

    /// The network as an ONNX model: input `image` `[1, height, width, 3]`, output `features` `[1, columns]`; `metadata`
    /// goes into the file beside it.
    public func onnx(metadata: [String: String] = [:]) throws -> Data {
        try ONNXWriter.serialised(model, name: network.name, metadata: metadata)
    }
}
