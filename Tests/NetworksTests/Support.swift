import Files
import ForeignFormats
import Foundation
import Graphs
import Networks
import Testing
import TestSupport

extension Scratch {
    /// Writes a Keras weight file and gives its path.
    func write(_ layers: [KerasLayerWeights], to name: String = "weights.h5") throws -> String {
        let provenance = Provenance(
            command: "test", version: "0", created: Date(timeIntervalSince1970: 0), inputs: [], seed: nil, machine: "",
            threads: 1)
        try KerasWeightFile.write(to: path(name), layers: layers, provenance: provenance)
        return path(name)
    }
}

extension WeightedNetwork {
    /// The weights in a form that can be compared, changed and written.
    var kerasLayers: [KerasLayerWeights] {
        layers.map { layer in
            KerasLayerWeights(
                name: layer.name,
                tensors: layer.tensors.map {
                    NamedTensor(name: $0.role.rawValue, shape: $0.shape, values: $0.values)
                })
        }
    }

    /// All tensors by layer and role.
    var tensorsByName: [TensorName: [Float]] {
        Dictionary(
            uniqueKeysWithValues: layers.flatMap { layer in
                layer.tensors.map { (TensorName(layer: layer.name, role: $0.role), $0.values) }
            })
    }
}

extension Network {
    /// The network with weights of a seed, or of a file.
    func weighted(_ weights: WeightsReference = .seeded(1), taps: [String]? = nil) throws -> WeightedNetwork {
        try WeightedNetwork(self, taps: taps, weights: weights, downsampling: .keras)
    }

    /// The graph with everything in it.
    var wholeGraph: Graph { get throws { try graph(downsampling: .keras) } }
}
