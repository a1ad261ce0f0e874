import CHDF5

/// A number type that can be stored in a dataset or an attribute, little-endian on disk.
package protocol HDF5Element: BitwiseCopyable, Sendable {
    static var representation: HDF5Representation { get }
}

/// The number types used in files.
package enum HDF5Representation: Sendable {
    case float32, float64, int8, int64, uint32

    var inMemory: hid_t {
        switch self {
        case .float32: kalon_h5_native_float()
        case .float64: kalon_h5_native_double()
        case .int8: kalon_h5_native_int8()
        case .int64: kalon_h5_native_int64()
        case .uint32: kalon_h5_native_uint32()
        }
    }

    var onDisk: hid_t {
        switch self {
        case .float32: kalon_h5_stored_float()
        case .float64: kalon_h5_stored_double()
        case .int8: kalon_h5_stored_int8()
        case .int64: kalon_h5_stored_int64()
        case .uint32: kalon_h5_stored_uint32()
        }
    }

    /// The kind of stored numbers that may be read as this type.
    ///
    /// Whole numbers are never read as fractions, nor the other way round.
    package var kind: HDF5ValueKind {
        switch self {
        case .float32, .float64: .real
        case .int8, .int64, .uint32: .integer
        }
    }
}

extension Float: HDF5Element { package static var representation: HDF5Representation { .float32 } }
extension Double: HDF5Element { package static var representation: HDF5Representation { .float64 } }
extension Int8: HDF5Element { package static var representation: HDF5Representation { .int8 } }
extension Int64: HDF5Element { package static var representation: HDF5Representation { .int64 } }
extension UInt32: HDF5Element { package static var representation: HDF5Representation { .uint32 } }

/// What kind of values a dataset or an attribute holds.
package enum HDF5ValueKind: String, Sendable {
    case real = "real numbers"
    case integer = "whole numbers"
    case text = "text"
    case other = "values of another kind"

    /// The kind of an HDF5 type.
    package init(ofType type: hid_t) {
        switch H5Tget_class(type) {
        case H5T_FLOAT: self = .real
        case H5T_INTEGER: self = .integer
        case H5T_STRING: self = .text
        default: self = .other
        }
    }

    /// The name of an HDF5 type as numerical libraries write it: `float32`, `int8`, `uint32`, `text`.
    static func elementName(ofType type: hid_t) -> String {
        let bits = 8 * H5Tget_size(type)
        switch HDF5ValueKind(ofType: type) {
        case .real: return "float\(bits)"
        case .integer: return "\(H5Tget_sign(type) == H5T_SGN_NONE ? "u" : "")int\(bits)"
        case .text: return "text"
        case .other: return "other"
        }
    }
}
