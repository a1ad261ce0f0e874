import Files
import ForeignFormats
import Graphs

extension Model {
    /// Writes the weights as the files of a network's twin hold them: in Keras' HDF5, or in safetensors with PyTorch's names.
    ///
    /// Layers that the network does not have, such as a head that was trained on top of it, are written under their own names.
    /// Kalon reads such a file as weights of the network, and leaves dense layers aside. Cost: the weights once more in memory.
    ///
    /// - Parameters:
    ///   - network: The network that the model was made from, or that it is a part of.
    ///   - path: The file to write.
    ///   - provenance: How the file came about, stored in it.
    /// - Throws: `NetworksError.changedLayer` if a layer has other tensors than in the network, as after folding; `StorageError`.
    public func writeWeights(of network: Network, to path: String, provenance: Provenance) throws {
        let whole = try network.graph(downsampling: .keras)
        for node in graph.nodes {
            guard let index = whole.index(named: node.name) else { continue }
            guard Self.tensors(of: node) == Self.tensors(of: whole.nodes[index]) else {
                throw NetworksError.changedLayer(node.name, network: network.name)
            }
        }
        try writeWeights(as: network.twin, to: path, provenance: provenance)
    }

    private static func tensors(of node: Graph.Node) -> [TensorName: [Int]] {
        Dictionary(uniqueKeysWithValues: node.parameters.map { ($0.name, $0.shape) })
    }

    /// The same for a model that has the tensors of the network.
    func writeWeights(as twin: Twin, to path: String, provenance: Provenance) throws(StorageError) {
        switch twin {
        case .keras: try KerasWeightFile.write(to: path, layers: kerasLayers, provenance: provenance)
        case .torchvision, .pytorch: try SafetensorsFile.write(to: path, tensors: torchTensors, provenance: provenance)
        }
    }

    /// The layers that have weights, in graph order, as Keras sets their tensors.
    private var kerasLayers: [KerasLayerWeights] {
        graph.nodes.filter { !$0.parameters.isEmpty }.map { node in
            let tensors = node.parameters.map { required in
                NamedTensor(
                    name: required.name.role.rawValue, shape: required.kerasShape,
                    values: tensor(node.name, required.name.role))
            }
            let counts = node.parameters.contains { $0.name.role == .variance } ? [KerasWeights.valuesSeen] : []
            return KerasLayerWeights(name: node.name, tensors: tensors + counts)
        }
    }

    private var torchTensors: [NamedTensor] {
        graph.parameters.map { required in
            NamedTensor(
                name: required.name.torch, shape: required.torchShape,
                values: required.toTorch(tensor(required.name.layer, required.name.role)))
        }
    }
}
