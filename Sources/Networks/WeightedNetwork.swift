import Files
import ForeignFormats
import Foundation
import Graphs

/// What a weight file holds for a graph.
struct FoundTensors {
    let parameters: Parameters
    /// Layers or modules of a classifier on top of the network, which are not used.
    let leftAside: [String]
}

/// A network reduced to what its taps need, with all its weights.
///
/// Immutable; about 220 MB for MultiGAP and 260 MB for EfficientNetB7.
public struct WeightedNetwork: Sendable {
    /// The network that it is a part of.
    public let network: Network
    /// The layers with their weights.
    ///
    /// The only output, `features`, holds the averages of the tapped layers.
    public let model: Model
    /// The names of the tapped layers, in the order of the columns.
    public let taps: [String]
    /// The widths of the tapped layers, in the order of the columns.
    public let tapWidths: [Int]
    /// The SHA-256 of the weight file, or `seeded:S`.
    public let weightsDigest: String
    /// Layers or modules of the weight file that belong to a classifier on top of the network, and are not used.
    public let leftAside: [String]

    /// Builds the network and gives it weights.
    ///
    /// Loading is strict: each layer of the file must belong to the network, each tensor that is needed must be there, and
    /// every shape is checked.
    ///
    /// - Parameters:
    ///   - network: The network to build.
    ///   - taps: Names of layers, see `Graph.positions(ofTaps:)`; nil for the network's standard taps.
    ///   - weights: A seed, or a file in the format of the network's twin.
    ///   - downsampling: How convolutions of stride 2 are padded, for networks that offer a choice.
    ///   - threads: The number of threads that draw weights from a seed.
    /// - Throws: `NetworksError`, and `StorageError` for a file that cannot be read.
    public init(
        _ network: Network, taps: [String]?, weights: WeightsReference, downsampling: EfficientNet.Downsampling,
        threads: Int = 1
    ) throws {
        let whole = try network.graph(downsampling: downsampling)
        let positions = try whole.positions(ofTaps: taps ?? network.standardTaps)
        let graph = try whole.tapped(at: positions)
        let found: FoundTensors
        switch weights {
        case .seeded(let seed):
            weightsDigest = "seeded:\(seed)"
            var tensors = SeededWeights.tensors(for: graph, of: whole, seed: seed, pixels: network.values, threads: threads)
            let parameters = try Parameters(of: graph) {
                try tensors.removeValue(forKey: $0.name) ?? Parameters.missing($0)
            }
            found = FoundTensors(parameters: parameters, leftAside: [])
        case .file(let path):
            switch network.twin {
            case .keras:
                let file = try KerasWeights(path: path)
                weightsDigest = file.digest
                found = try file.tensors(for: graph, of: whole, network: network)
            case .torchvision, .pytorch:
                let file = try TorchWeights(path: path)
                weightsDigest = file.digest
                found = try file.tensors(for: graph, of: whole, network: network)
            }
        }
        self.network = network
        self.taps = positions.map { whole.nodes[$0].name }
        tapWidths = positions.map { whole.nodes[$0].channels }
        model = try Model(graph, parameters: found.parameters)
        leftAside = found.leftAside
    }

    /// The layers and how they are connected.
    public var graph: Graph { model.graph }

    /// The number of features.
    public var columns: Int { tapWidths.reduce(0, +) }

    /// The weights layer by layer, in graph order, with shapes as in Keras.
    package var layers: [(name: String, tensors: [(role: TensorRole, shape: [Int], values: [Float])])] {
        graph.nodes.filter { !$0.parameters.isEmpty }.map { node in
            (node.name, node.parameters.map { ($0.name.role, $0.kerasShape, model.tensor(node.name, $0.name.role)) })
        }
    }

    /// Writes the weights that the taps need, in the format of the twin's files.
    ///
    /// Cost: the weights once more in memory.
    ///
    /// - Parameters:
    ///   - path: The file to write.
    ///   - provenance: How the file came about, stored in it.
    /// - Throws: `StorageError`.
    public func writeWeights(to path: String, provenance: Provenance) throws(StorageError) {
        try model.writeWeights(as: network.twin, to: path, provenance: provenance)
    }

    /// The network as an ONNX model, with the input `image` `[1, height, width, 3]` and the output `features` `[1, columns]`.
    ///
    /// - Parameter metadata: Stored in the file with the network.
    /// - Returns: The content of the file.
    public func onnx(metadata: [String: String] = [:]) throws -> Data {
        try ONNXWriter.serialised(model, name: network.name, metadata: metadata)
    }
}
