import CHDF5

/// A group of an HDF5 file.
package struct HDF5Group: Sendable {
    let handle: HDF5Handle
    let place: HDF5Place

    /// What a group holds under one name.
    package struct Child: Sendable {
        package let name: String
        package let isGroup: Bool
    }

    /// The groups and datasets directly in this group, by name; links that lead nowhere are left out.
    package func children() throws(StorageError) -> [Child] {
        var information = H5G_info_t()
        try HDF5Call.check(place) { handle.use { H5Gget_info($0, &information) } }
        var children: [Child] = []
        for index in 0..<information.nlinks {
            let name = try linkName(index)
            if try contains(name) { children.append(Child(name: name, isGroup: try isGroup(name))) }
        }
        return children
    }

    /// Whether there is an object at `path`, relative to this group.
    package func contains(_ path: String) throws(StorageError) -> Bool {
        // The library asks for every step of the path to be there before it asks about the next.
        var prefix = ""
        for part in path.split(separator: "/") {
            prefix += prefix.isEmpty ? String(part) : "/" + part
            let there = try HDF5Call.check(place.child(prefix)) {
                handle.use { H5Lexists($0, prefix, kalon_h5_default()) }
            }
            if there == 0 { return false }
            let resolves = try HDF5Call.check(place.child(prefix)) {
                handle.use { H5Oexists_by_name($0, prefix, kalon_h5_default()) }
            }
            if resolves == 0 { return false }
        }
        return true
    }

    package func group(_ path: String) throws(StorageError) -> HDF5Group {
        let child = place.child(path)
        guard try contains(path) else { throw .missingObject(file: place.file, object: child.object) }
        guard try isGroup(path) else {
            throw .wrongType(file: place.file, object: child.object, found: "a dataset", expected: "a group")
        }
        let opened = try HDF5Call.handle(child, closing: { H5Gclose($0) }) {
            handle.use { H5Gopen2($0, path, kalon_h5_default()) }
        }
        return HDF5Group(handle: opened, place: child)
    }

    package func dataset(_ path: String) throws(StorageError) -> HDF5Dataset {
        let child = place.child(path)
        guard try contains(path) else { throw .missingObject(file: place.file, object: child.object) }
        guard try !isGroup(path) else {
            throw .wrongType(file: place.file, object: child.object, found: "a group", expected: "a dataset")
        }
        let opened = try HDF5Call.handle(child, closing: { H5Dclose($0) }) {
            handle.use { H5Dopen2($0, path, kalon_h5_default()) }
        }
        return try HDF5Dataset(handle: opened, place: child)
    }

    private func isGroup(_ path: String) throws(StorageError) -> Bool {
        var information = H5O_info_t()
        try HDF5Call.check(place.child(path)) {
            handle.use { H5Oget_info_by_name2($0, path, &information, UInt32(H5O_INFO_BASIC), kalon_h5_default()) }
        }
        return information.type == H5O_TYPE_GROUP
    }

    private func linkName(_ index: hsize_t) throws(StorageError) -> String {
        let count = try HDF5Call.check(place) {
            handle.use { H5Lget_name_by_idx($0, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, kalon_h5_default()) }
        }
        var bytes = [CChar](repeating: 0, count: count + 1)
        try HDF5Call.check(place) {
            handle.use {
                H5Lget_name_by_idx(
                    $0, ".", H5_INDEX_NAME, H5_ITER_INC, index, &bytes, bytes.count, kalon_h5_default())
            }
        }
        return String(decoding: bytes[0..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
