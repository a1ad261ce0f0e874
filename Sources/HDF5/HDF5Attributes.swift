import CHDF5
import Files

/// The attributes of a group or a dataset.
package struct HDF5Attributes: Sendable {
    let handle: HDF5Handle
    package let place: HDF5Place
    /// Far more than any attribute of Kalon or Keras has.
    private static let mostBytes = 1 << 26

    /// What an attribute holds, whatever its type; used to show it.
    package enum Value: Sendable, Equatable {
        case texts([String])
        case reals([Double])
        case integers([Int64])
        case other
    }

    /// The names of all attributes, sorted.
    package func names() throws(StorageError) -> [String] {
        var names: [String] = []
        try HDF5Call.check(place) {
            withUnsafeMutablePointer(to: &names) { names in
                handle.use {
                    H5Aiterate2(
                        $0, H5_INDEX_NAME, H5_ITER_NATIVE, nil,
                        { _, name, _, names in
                            if let name { names?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name)) }
                            return 0
                        }, names)
                }
            }
        }
        return names.sorted()
    }

    package func contains(_ name: String) throws(StorageError) -> Bool {
        try HDF5Call.check(place.attribute(name)) { handle.use { H5Aexists($0, name) } } > 0
    }

    /// The value of an attribute; throws if there is none of this name.
    package func value(_ name: String) throws(StorageError) -> Value {
        let place = place.attribute(name)
        let (attribute, type) = try open(name, place)
        let space = try HDF5Call.handle(place, closing: { H5Sclose($0) }) { attribute.use { H5Aget_space($0) } }
        let count = try HDF5Space.count(
            try HDF5Space.shape(of: space, place), width: type.use { H5Tget_size($0) }, atMost: Self.mostBytes, place)
        switch type.use({ HDF5ValueKind(ofType: $0) }) {
        case .text:
            return .texts(
                try HDF5Text.read(count: count, type: type, space: space, place) { type, _, buffer in
                    attribute.use { H5Aread($0, type, buffer) }
                })
        case .real: return .reals(try numbers(attribute, count, place))
        case .integer: return .integers(try numbers(attribute, count, place))
        case .other: return .other
        }
    }

    /// Whether an attribute holds texts; throws if there is none of this name.
    package func isText(_ name: String) throws(StorageError) -> Bool {
        try open(name, place.attribute(name)).type.use { HDF5ValueKind(ofType: $0) } == .text
    }

    private func open(
        _ name: String, _ place: HDF5Place
    ) throws(StorageError) -> (attribute: HDF5Handle, type: HDF5Handle) {
        guard try contains(name) else { throw .missingObject(file: place.file, object: place.object) }
        let attribute = try HDF5Call.handle(place, closing: { H5Aclose($0) }) {
            handle.use { H5Aopen($0, name, kalon_h5_default()) }
        }
        return (attribute, try HDF5Call.handle(place, closing: { H5Tclose($0) }) { attribute.use { H5Aget_type($0) } })
    }

    private func numbers<Element: HDF5Element & Numeric>(
        _ attribute: HDF5Handle, _ count: Int, _ place: HDF5Place
    ) throws(StorageError) -> [Element] {
        var values = [Element](repeating: 0, count: count)
        if count == 0 { return values }
        try HDF5Call.check(place) { attribute.use { H5Aread($0, Element.representation.inMemory, &values) } }
        return values
    }
}

extension HDF5Group {
    package var attributes: HDF5Attributes { HDF5Attributes(handle: handle, place: place) }
}

extension HDF5Dataset {
    package var attributes: HDF5Attributes { HDF5Attributes(handle: handle, place: place) }
}
