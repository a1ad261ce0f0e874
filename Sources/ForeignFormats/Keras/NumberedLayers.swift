import Files
import HDF5

/// Keras 3's layout: nested groups.
///
/// A layer's group has a group `vars` with its numbered tensors and the layer's name as an attribute.
enum NumberedLayers {
    static func read(from root: HDF5Group) throws(StorageError) -> [KerasLayer] {
        var walk = try HDF5Visits(from: root)
        return try read(root, groupName: "", depth: 1, &walk)
    }

    private static func read(
        _ group: HDF5Group, groupName: String, depth: Int, _ walk: inout HDF5Visits
    ) throws(StorageError) -> [KerasLayer] {
        var layers: [KerasLayer] = []
        for child in try group.children() where try walk.enters(child, depth: depth) {
            let inner = try group.group(child.name)
            if child.name == "vars" {
                if let layer = try layer(inner, groupName: groupName) { layers.append(layer) }
            } else if child.name != "optimizer" {
                layers += try read(inner, groupName: child.name, depth: depth + 1, &walk)
            }
        }
        return layers
    }

    private static func layer(_ variables: HDF5Group, groupName: String) throws(StorageError) -> KerasLayer? {
        let names = try variables.children().map(\.name)
        if names.isEmpty { return nil }
        var tensors: [KerasTensor] = []
        // In the file, numbers are sorted as text: 10 comes before 2.
        for name in names.sorted(by: { ($0.count, $0) < ($1.count, $1) }) {
            tensors.append(KerasTensor(name: name, dataset: try variables.dataset(name)))
        }
        return KerasLayer(name: try variables.attributes.optionalText("name") ?? groupName, tensors: tensors)
    }
}
