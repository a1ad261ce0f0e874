/// The weights of a network as Keras saves them, in any of its HDF5 layouts.
///
/// Keras 2 (`.h5`, weights alone or a whole model under `/model_weights`): one group a layer in the order of the
/// attribute `layer_names`, its datasets in that of `weight_names`. Keras 3 (`.weights.h5`): a group `vars` a layer
/// with numbered datasets, in no order of layers. Only names and shapes are read at first.
public struct KerasWeightFile: Sendable {
    public let path: String
    /// In the file's order, layers without tensors included; Keras 3 files list them by their position in the file.
    public let layers: [KerasLayer]
    /// Whether tensors are called `kernel`, `bias`, …; where not, they are called `0`, `1`, … in the order in which
    /// the layer made them.
    public let namesKnown: Bool

    /// Opens a file of weights, or of a whole model with its weights.
    public static func open(_ path: String) throws(StorageError) -> KerasWeightFile {
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

    /// The layer of this name.
    public func layer(named name: String) -> KerasLayer? {
        layers.first { $0.name == name }
    }
}

/// A layer of a weight file.
public struct KerasLayer: Sendable {
    public let name: String
    /// In the order in which Keras sets them.
    public let tensors: [KerasTensor]

    /// The tensor of this name.
    public func tensor(named name: String) -> KerasTensor? {
        tensors.first { $0.name == name }
    }
}

/// A tensor of a weight file, read when it is asked for.
public struct KerasTensor: Sendable {
    /// `kernel`, `depthwise_kernel`, `gamma`, `moving_mean`, …
    public let name: String
    /// Its sides; none for a single value.
    public var shape: [Int] { dataset.shape }
    /// Where it is in the file.
    public var location: String { dataset.place.object }
    private let dataset: HDF5Dataset

    init(name: String, dataset: HDF5Dataset) {
        self.name = name
        self.dataset = dataset
    }

    /// All values, row by row. Whole numbers, such as a count of samples, become reals.
    public func read() throws(StorageError) -> [Float] {
        dataset.kind == .integer ? try dataset.read(Int64.self).map { Float($0) } : try dataset.read(Float.self)
    }
}

extension HDF5Group {
    /// The group that holds one group a layer in Keras 2's layout; nil where the file has none.
    func legacyWeights() throws(StorageError) -> HDF5Group? {
        if try hasNames("layer_names") { return self }
        guard try contains("model_weights") else { return nil }
        let weights = try group("model_weights")
        return try weights.hasNames("layer_names") ? weights : nil
    }

    private func hasNames(_ name: String) throws(StorageError) -> Bool {
        if try attributes.contains(name) { return true }
        return try attributes.contains(name + "0")
    }

    /// A list of names, which Keras splits over `name0`, `name1`, … when it is longer than an attribute may be.
    func names(_ name: String) throws(StorageError) -> [String] {
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
