import CHDF5
import Files
import Foundation

/// Texts in HDF5: written as UTF-8 of variable length, and read in that form or in fixed lengths.
enum HDF5Text {
    /// The type of written texts.
    static func type(_ place: HDF5Place) throws(StorageError) -> HDF5Handle {
        let type = try HDF5Call.handle(place, closing: { H5Tclose($0) }) { H5Tcopy(kalon_h5_c_string()) }
        try HDF5Call.check(place) { type.use { H5Tset_size($0, kalon_h5_variable_length()) } }
        try HDF5Call.check(place) { type.use { H5Tset_cset($0, H5T_CSET_UTF8) } }
        return type
    }

    /// Passes the texts to `body` as an array of C strings.
    static func withCStrings(
        _ texts: [String], _ place: HDF5Place, _ body: (UnsafeRawPointer) -> herr_t
    ) throws(StorageError) {
        if let text = texts.first(where: { $0.utf8.contains(0) }) {
            throw place.failure("a text with a NUL character cannot be stored: \(text.debugDescription)")
        }
        let pointers = texts.map { UnsafePointer(strdup($0)) }
        defer { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }
        try HDF5Call.check(place) { pointers.withUnsafeBytes { $0.baseAddress.map(body) ?? 0 } }
    }

    /// Reads `count` texts of the stored `type`; `read` fills a buffer of that type.
    static func read(
        count: Int, type: HDF5Handle, space: HDF5Handle, _ place: HDF5Place,
        _ read: (hid_t, _ transfer: hid_t, UnsafeMutableRawPointer) -> herr_t
    ) throws(StorageError) -> [String] {
        guard count > 0 else { return [] }
        let isVariable = try HDF5Call.check(place) { type.use { H5Tis_variable_str($0) } } > 0
        return isVariable
            ? try readVariable(count: count, type: type, space: space, place, read)
            : try readFixed(count: count, type: type, place, read)
    }

    private static func readVariable(
        count: Int, type: HDF5Handle, space: HDF5Handle, _ place: HDF5Place,
        _ read: (hid_t, _ transfer: hid_t, UnsafeMutableRawPointer) -> herr_t
    ) throws(StorageError) -> [String] {
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        let budget = HDF5TextBudget(file: place.file)
        let transfer = try budget.transfer(place)
        defer {
            transfer.use { transfer in
                type.use { type in
                    space.use { space in
                        _ = H5Dvlen_reclaim(type, space, transfer, &pointers)
                    }
                }
            }
        }
        do throws(StorageError) {
            try HDF5Call.check(place) {
                transfer.use { transfer in
                    type.use { type in
                        pointers.withUnsafeMutableBytes { bytes in
                            bytes.baseAddress.map { read(type, transfer, $0) } ?? 0
                        }
                    }
                }
            }
        } catch {
            throw budget.isSpent ? place.failure("its texts together are longer than the file") : error
        }
        return pointers.map { $0.map { String(cString: $0) } ?? "" }
    }

    /// Texts of a fixed length end at the first NUL or, if they are padded with spaces, after the last other character.
    private static func readFixed(
        count: Int, type: HDF5Handle, _ place: HDF5Place,
        _ read: (hid_t, _ transfer: hid_t, UnsafeMutableRawPointer) -> herr_t
    ) throws(StorageError) -> [String] {
        let length = type.use { H5Tget_size($0) }
        let isSpacePadded = type.use { H5Tget_strpad($0) } == H5T_STR_SPACEPAD
        var bytes = [UInt8](repeating: 0, count: count * length)
        try HDF5Call.check(place) {
            type.use { type in
                bytes.withUnsafeMutableBytes { bytes in
                    bytes.baseAddress.map { read(type, kalon_h5_default(), $0) } ?? 0
                }
            }
        }
        return (0..<count).map { index in
            var text = bytes[index * length..<(index + 1) * length].prefix { $0 != 0 }
            if isSpacePadded { while text.last == 0x20 { text.removeLast() } }
            return String(decoding: text, as: UTF8.self)
        }
    }
}

extension HDF5Dataset {
    /// All texts of the dataset, row by row.
    package func readTexts() throws(StorageError) -> [String] {
        try requireKind(.text)
        let type = try HDF5Call.handle(place, closing: { H5Tclose($0) }) { handle.use { H5Dget_type($0) } }
        let space = try HDF5Space.simple(shape, place)
        let count = try requireStored(width: type.use { Int(H5Tget_size($0)) })
        return try HDF5Text.read(count: count, type: type, space: space, place) { type, transfer, buffer in
            handle.use { H5Dread($0, type, kalon_h5_all(), kalon_h5_all(), transfer, buffer) }
        }
    }

    package func write(_ texts: [String]) throws(StorageError) {
        let type = try HDF5Text.type(place)
        guard !texts.isEmpty else { return }
        try HDF5Text.withCStrings(texts, place) { pointers in
            handle.use { dataset in
                type.use {
                    H5Dwrite(dataset, $0, kalon_h5_all(), kalon_h5_all(), kalon_h5_default(), pointers)
                }
            }
        }
    }
}
