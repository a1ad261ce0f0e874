/// A layer to be written into a weight file.
public struct KerasLayerWeights: Sendable, Equatable {
    public var name: String
    /// In the order in which Keras sets them.
    public var tensors: [NamedTensor]

    public init(name: String, tensors: [NamedTensor]) {
        self.name = name
        self.tensors = tensors
    }
}

extension KerasWeightFile {
    /// The version of Keras whose layout is written, which every later one reads.
    static let writtenVersion = "2.4.0"

    /// Writes weights in Keras 2's layout, which `model.load_weights` of every version reads.
    public static func write(
        to path: String, layers: [KerasLayerWeights], provenance: Provenance
    ) throws(StorageError) {
        try HDF5File.write(to: path) { root throws(StorageError) in
            try writeLayers(layers, into: root)
            try provenance.write(to: root)
        }
    }

    /// One group a layer, with datasets such as `dense/dense/kernel:0`.
    static func writeLayers(_ layers: [KerasLayerWeights], into group: HDF5Group) throws(StorageError) {
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
