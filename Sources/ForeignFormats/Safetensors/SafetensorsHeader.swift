import Foundation

/// The header of a safetensors file: a JSON object with one entry for each tensor, and texts under `__metadata__`.
struct SafetensorsHeader: Codable {
    struct Entry: Codable {
        let dtype: String
        let shape: [Int]
        /// The first byte and the one after the last, counted from the end of the header.
        let offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static let metadataName = Name(stringValue: "__metadata__")

    let entries: [String: Entry]
    let metadata: [String: String]

    init(entries: [String: Entry], metadata: [String: String]) {
        self.entries = entries
        self.metadata = metadata
    }

    init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: Name.self)
        metadata = try names.decodeIfPresent([String: String].self, forKey: Self.metadataName) ?? [:]
        var entries: [String: Entry] = [:]
        for name in names.allKeys where name.stringValue != Self.metadataName.stringValue {
            entries[name.stringValue] = try names.decode(Entry.self, forKey: name)
        }
        self.entries = entries
    }

    func encode(to encoder: any Encoder) throws {
        var names = encoder.container(keyedBy: Name.self)
        try names.encode(metadata, forKey: Self.metadataName)
        for (name, entry) in entries { try names.encode(entry, forKey: Name(stringValue: name)) }
    }

    /// The tensors in the order of their bytes.
    ///
    /// Throws unless they fill exactly `byteCount` bytes, one after the other, without gaps or overlaps.
    func tensors(byteCount: Int) throws(SafetensorsProblem) -> [SafetensorsTensor] {
        var tensors: [SafetensorsTensor] = []
        for (name, entry) in entries { tensors.append(try SafetensorsTensor(name, entry)) }
        tensors.sort {
            ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name) < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.name)
        }
        var end = 0
        for tensor in tensors {
            guard tensor.bytes.upperBound <= byteCount else {
                throw .init("the tensor \(tensor.name) ends at byte \(tensor.bytes.upperBound) of \(byteCount)")
            }
            guard tensor.bytes.lowerBound == end else {
                throw .init(
                    "the tensor \(tensor.name) begins at byte \(tensor.bytes.lowerBound), and \(end) was expected")
            }
            end = tensor.bytes.upperBound
        }
        guard end == byteCount else { throw .init("the tensors end at byte \(end) of \(byteCount)") }
        return tensors
    }
}

/// What is wrong with a header, as the end of a sentence.
struct SafetensorsProblem: Error {
    let text: String

    init(_ text: String) { self.text = text }
}

/// A tensor of a safetensors file: what it is and where it is.
package struct SafetensorsTensor: Sendable, Equatable {
    /// The name, as the file has it.
    package let name: String
    /// The length of each side; empty for a single value.
    package let shape: [Int]
    let type: SafetensorsType
    /// Its bytes, counted from the end of the header.
    package let bytes: Range<Int>

    init(_ name: String, _ entry: SafetensorsHeader.Entry) throws(SafetensorsProblem) {
        guard let type = SafetensorsType(rawValue: entry.dtype) else {
            throw .init("the tensor \(name) is of the unknown type \(entry.dtype)")
        }
        let offsets = entry.offsets
        guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
            throw .init("the tensor \(name) has the data_offsets \(offsets)")
        }
        var size = type.byteCount
        for side in entry.shape {
            let (product, overflows) = size.multipliedReportingOverflow(by: side)
            guard side >= 0, !overflows else { throw .init("the tensor \(name) has the shape \(entry.shape)") }
            size = product
        }
        guard offsets[1] - offsets[0] == size else {
            throw .init(
                "the tensor \(name) of shape \(entry.shape) and type \(entry.dtype) takes \(size) bytes, "
                    + "and its data_offsets hold \(offsets[1] - offsets[0])")
        }
        self.name = name
        self.type = type
        shape = entry.shape
        bytes = offsets[0]..<offsets[1]
    }
}

/// The number formats of the tensors.
enum SafetensorsType: String {
    case bool = "BOOL"
    case uint8 = "U8", int8 = "I8", float8e4m3 = "F8_E4M3", float8e5m2 = "F8_E5M2"
    case uint16 = "U16", int16 = "I16", float16 = "F16", bfloat16 = "BF16"
    case uint32 = "U32", int32 = "I32", float32 = "F32"
    case uint64 = "U64", int64 = "I64", float64 = "F64"

    /// Bytes a value.
    var byteCount: Int {
        switch self {
        case .bool, .uint8, .int8, .float8e4m3, .float8e5m2: 1
        case .uint16, .int16, .float16, .bfloat16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        }
    }
}
