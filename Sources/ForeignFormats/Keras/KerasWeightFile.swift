import Files
import HDF5

/// The weights of a network as Keras saves them, in any of its HDF5 layouts.
///
/// Keras 2 (`.h5`, weights alone or a whole model under `/model_weights`) has one group for each layer in the order of the
/// attribute `layer_names`, whose datasets are in the order of `weight_names`. Keras 3 (`.weights.h5`) has a group `vars`
/// for each layer, with numbered datasets and no order of layers. At first only names and shapes are read.
package struct KerasWeightFile: Sendable {
    /// The path of the file.
    package let path: String
    /// The layers in the file's order, including those without tensors; layers of Keras 3 are in the order of their groups.
    package let layers: [KerasLayer]
    /// Whether tensors have names such as `kernel` and `bias`; otherwise they are called `0`, `1`, … in the order in which
    /// the layer made them.
    package let namesKnown: Bool

    /// Opens a file of weights, or of a whole model with its weights.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError`; `.missingObject` if the file has no weights of Keras.
    package static func open(_ path: String) throws(StorageError) -> KerasWeightFile {
        let root = try HDF5File.open(path).root
        if let group = try root.legacyWeights() {
            return KerasWeightFile(path: path, layers: try LegacyLayers.read(from: group), namesKnown: true)
        }
        let layers = try NumberedLayers.read(from: root)
        guard !layers.isEmpty else {
            throw .missingObject(file: path, object: "Keras weights (attribute layer_names, or groups vars)")
        }
        return KerasWeightFile(path: path, layers: layers, namesKnown: false)
    }

    /// The layer with a name; nil if there is none.
    ///
    /// - Parameter name: the name of the layer.
    package func layer(named name: String) -> KerasLayer? {
        layers.first { $0.name == name }
    }
}

/// A layer of a weight file.
package struct KerasLayer: Sendable {
    /// The name of the layer.
    package let name: String
    /// The tensors, in the order in which Keras sets them.
    package let tensors: [KerasTensor]

    /// The tensor with a name; nil if there is none.
    ///
    /// - Parameter name: the name within the layer, such as `kernel`.
    package func tensor(named name: String) -> KerasTensor? {
        tensors.first { $0.name == name }
    }
}

/// A tensor of a weight file, which is read when its values are asked for.
package struct KerasTensor: Sendable {
    /// The name within the layer, such as `kernel`, `depthwise_kernel`, `gamma` or `moving_mean`.
    package let name: String
    /// The length of each side; empty for a single value.
    package var shape: [Int] { dataset.shape }
    /// The path of its dataset in the file.
    package var location: String { dataset.place.object }
    private let dataset: HDF5Dataset

    package init(name: String, dataset: HDF5Dataset) {
        self.name = name
        self.dataset = dataset
    }

    /// All values, row by row.
    ///
    /// Whole numbers, such as a count of samples, are converted to reals.
    ///
    /// - Throws: `StorageError` if they cannot be read.
    package func read() throws(StorageError) -> [Float] {
        dataset.kind == .integer ? try dataset.read(Int64.self).map { Float($0) } : try dataset.read(Float.self)
    }
}

extension HDF5Group {
    /// The group that holds one group for each layer in Keras 2's layout; nil if the file has none.
    package func legacyWeights() throws(StorageError) -> HDF5Group? {
        if try hasNames("layer_names") { return self }
        guard try contains("model_weights") else { return nil }
        let weights = try group("model_weights")
        return try weights.hasNames("layer_names") ? weights : nil
    }

    private func hasNames(_ name: String) throws(StorageError) -> Bool {
        if try attributes.contains(name) { return true }
        return try attributes.contains(name + "0")
    }

    /// A list of names, which Keras splits into `name0`, `name1`, … if it is too long for an attribute.
    package func names(_ name: String) throws(StorageError) -> [String] {
        if try attributes.contains(name) { return try attributes.texts(name) }
        guard try attributes.contains(name + "0") else {
            throw .missingObject(file: place.file, object: place.attribute(name).object)
        }
        var names: [String] = []
        var part = 0
        while try attributes.contains("\(name)\(part)") {
            names += try attributes.texts("\(name)\(part)")
            part += 1
        }
        return names
    }
}
