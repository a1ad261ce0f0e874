import Files
import HDF5

/// Keras 2's layout: one group for each layer, with the paths of its datasets in the attribute `weight_names`.
package enum LegacyLayers {
    package static func read(from weights: HDF5Group) throws(StorageError) -> [KerasLayer] {
        var layers: [KerasLayer] = []
        for name in try weights.names("layer_names") {
            layers += try layersOfGroup(try weights.group(name), name: name)
        }
        return layers
    }

    /// The layer of a group, or the layers of a model that is itself a layer: their weights are in one group, and the
    /// folder of each path tells them apart.
    private static func layersOfGroup(_ group: HDF5Group, name: String) throws(StorageError) -> [KerasLayer] {
        var folders: [String] = []
        var tensors: [String: [KerasTensor]] = [:]
        for path in try group.names("weight_names") {
            var parts = path.split(separator: "/").map(String.init)
            let leaf = parts.popLast() ?? path
            let folder = parts.last ?? name
            if tensors[folder] == nil { folders.append(folder) }
            tensors[folder, default: []].append(
                KerasTensor(name: tensorName(leaf, layer: folder), dataset: try group.dataset(path)))
        }
        guard folders.count > 1 else {
            return [KerasLayer(name: name, tensors: folders.first.flatMap { tensors[$0] } ?? [])]
        }
        return folders.map { KerasLayer(name: $0, tensors: tensors[$0] ?? []) }
    }

    /// `kernel` for `kernel:0`, and for `block1_conv1_W_1:0`, as Keras 1 wrote it in the layer `block1_conv1`.
    private static func tensorName(_ leaf: String, layer: String) -> String {
        let name = leaf.firstIndex(of: ":").map { String(leaf[..<$0]) } ?? leaf
        switch name {
        case "\(layer)_W", "\(layer)_W_1": return "kernel"
        case "\(layer)_b", "\(layer)_b_1": return "bias"
        default: return name
        }
    }
}
