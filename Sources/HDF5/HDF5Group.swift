import CHDF5
import Files

/// A group of an HDF5 file.
package struct HDF5Group: Sendable {
    let handle: HDF5Handle
    package let place: HDF5Place

    /// What a group holds under one name.
    package struct Child: Sendable {
        package enum Kind: Sendable, Equatable {
            case group, dataset
            /// A type without values.
            case type
            /// A link that leads out of the file and is not followed.
            case outside
        }

        package let name: String
        package let kind: Kind
        /// Where the object is in the file, which is the same under each of its names; nil for an object outside.
        let address: UInt64?

        package var isGroup: Bool { kind == .group }
    }

    /// The groups and datasets directly in this group, by name; links that lead nowhere are left out.
    package func children() throws(StorageError) -> [Child] {
        var children: [Child] = []
        for name in try linkNames() {
            if let child = try child(name) { children.append(child) }
        }
        return children
    }

    /// What this group has under `name`; nil for a link that leads nowhere.
    package func child(_ name: String) throws(StorageError) -> Child? {
        let path: String?
        do throws(StorageError) {
            path = try resolved(name)
        } catch .linkOutside {
            return Child(name: name, kind: .outside, address: nil)
        } catch .invalidContent {
            return nil
        }
        guard let path else { return nil }
        let information = try information(path)
        let kind: Child.Kind =
            switch information.type {
            case H5O_TYPE_GROUP: .group
            case H5O_TYPE_DATASET: .dataset
            default: .type
            }
        return Child(name: name, kind: kind, address: UInt64(information.addr))
    }

    /// Whether there is an object at `path`, relative to this group.
    package func contains(_ path: String) throws(StorageError) -> Bool { try resolved(path) != nil }

    package func group(_ path: String) throws(StorageError) -> HDF5Group {
        let child = place.child(path)
        let path = try existing(path, H5O_TYPE_GROUP, "a group")
        let opened = try HDF5Call.handle(child, closing: { H5Gclose($0) }) {
            handle.use { H5Gopen2($0, path, kalon_h5_default()) }
        }
        return HDF5Group(handle: opened, place: child)
    }

    package func dataset(_ path: String) throws(StorageError) -> HDF5Dataset {
        let child = place.child(path)
        let path = try existing(path, H5O_TYPE_DATASET, "a dataset")
        let opened = try HDF5Call.handle(child, closing: { H5Dclose($0) }) {
            handle.use { H5Dopen2($0, path, kalon_h5_default()) }
        }
        return try HDF5Dataset(handle: opened, place: child)
    }

    /// The way to the object at `path`, which must exist and be of the given type.
    private func existing(_ path: String, _ type: H5O_type_t, _ expected: String) throws(StorageError) -> String {
        let child = place.child(path)
        guard let way = try resolved(path) else { throw .missingObject(file: place.file, object: child.object) }
        let found = try information(way).type
        guard found == type else {
            let name = found == H5O_TYPE_GROUP ? "a group" : found == H5O_TYPE_DATASET ? "a dataset" : "a type"
            throw .wrongType(file: place.file, object: child.object, found: name, expected: expected)
        }
        return way
    }

    private func information(_ path: String) throws(StorageError) -> H5O_info_t {
        var information = H5O_info_t()
        try HDF5Call.check(place.child(path)) {
            handle.use { H5Oget_info_by_name2($0, path, &information, UInt32(H5O_INFO_BASIC), kalon_h5_default()) }
        }
        return information
    }

    /// Where the group is in the file.
    var address: UInt64 { get throws(StorageError) { UInt64(try information(".").addr) } }

    func linkNames() throws(StorageError) -> [String] {
        var names: [String] = []
        try HDF5Call.check(place) {
            withUnsafeMutablePointer(to: &names) { names in
                handle.use {
                    H5Literate(
                        $0, H5_INDEX_NAME, H5_ITER_INC, nil,
                        { _, name, _, names in
                            if let name { names?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name)) }
                            return 0
                        }, names)
                }
            }
        }
        return names
    }
}
