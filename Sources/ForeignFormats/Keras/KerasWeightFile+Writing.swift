import Files
import HDF5

/// A layer to be written to a weight file.
package struct KerasLayerWeights: Sendable, Equatable {
    /// The name of the layer.
    package var name: String
    /// The tensors, in the order in which Keras sets them.
    package var tensors: [NamedTensor]

    /// A layer.
    ///
    /// - Parameters:
    ///   - name: the name of the layer.
    ///   - tensors: the tensors, in the order in which Keras sets them.
    package init(name: String, tensors: [NamedTensor]) {
        self.name = name
        self.tensors = tensors
    }
}

extension KerasWeightFile {
    /// The version of Keras whose layout is written; every later version reads it.
    package static let writtenVersion = "2.4.0"

    /// Writes weights in Keras 2's layout, which `model.load_weights` of every version reads.
    ///
    /// - Parameters:
    ///   - path: the file, which is replaced if it exists.
    ///   - layers: the layers, in order.
    ///   - provenance: how they were made.
    /// - Throws: `StorageError.cannotWrite`.
    package static func write(
        to path: String, layers: [KerasLayerWeights], provenance: Provenance
    ) throws(StorageError) {
        try HDF5File.write(to: path) { root throws(StorageError) in
            try writeLayers(layers, into: root)
            try provenance.write(to: root)
        }
    }

    /// One group for each layer, with datasets such as `dense/dense/kernel:0`.
    package static func writeLayers(_ layers: [KerasLayerWeights], into group: HDF5Group) throws(StorageError) {
        try group.attributes.set("layer_names", layers.map(\.name))
        try group.attributes.set("backend", "tensorflow")
        try group.attributes.set("keras_version", writtenVersion)
        for layer in layers {
            let inner = try group.createGroup(layer.name)
            let names = layer.tensors.map { "\(layer.name)/\($0.name):0" }
            try inner.attributes.set("weight_names", names)
            for (name, tensor) in zip(names, layer.tensors) {
                try inner.write(name, tensor.values, shape: tensor.shape)
            }
        }
    }
}
