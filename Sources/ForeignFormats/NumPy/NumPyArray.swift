import Foundation

/// An array of NumPy as it is in a file: real numbers of 32 or 64 bits, whole numbers of 64 bits, or truth values;
/// little-endian.
package struct NumPyArray: Sendable {
    package enum Element: String, Sendable {
        case float32 = "f4"
        case float64 = "f8"
        case int64 = "i8"
        case boolean = "b1"

        var bytes: Int {
            switch self {
            case .float32: 4
            case .float64, .int64: 8
            case .boolean: 1
            }
        }
    }

    package let element: Element
    package let shape: [Int]
    /// Whether columns are contiguous instead of rows.
    let isColumnMajor: Bool
    package let data: Data

    /// Nil if the number of bytes does not match the shape.
    package init?(element: Element, shape: [Int], isColumnMajor: Bool, data: Data) {
        var count = element.bytes
        for side in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: side)
            guard side >= 0, !overflow else { return nil }
            count = product
        }
        guard count == data.count else { return nil }
        self.element = element
        self.shape = shape
        self.isColumnMajor = isColumnMajor
        self.data = data
    }

    /// All values, row by row.
    package func values<Value: BinaryFloatingPoint>(as type: Value.Type = Value.self) -> [Value] {
        let flat: [Value] = data.withUnsafeBytes { bytes in
            let places = 0..<bytes.count / element.bytes
            switch element {
            case .float32:
                return places.map { Value(Float(bitPattern: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))) }
            case .float64:
                return places.map { Value(Double(bitPattern: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))) }
            case .int64: return places.map { Value(bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)) }
            case .boolean: return places.map { bytes[$0] == 0 ? 0 : 1 }
            }
        }
        guard isColumnMajor, shape.count == 2 else { return flat }
        let (rows, columns) = (shape[0], shape[1])
        var turned = [Value](repeating: 0, count: flat.count)
        for column in 0..<columns {
            for row in 0..<rows { turned[row * columns + column] = flat[column * rows + row] }
        }
        return turned
    }
}

extension NumPyArray {
    /// The longest header that NumPy itself reads.
    private static let longestHeader = 10_000

    /// Reads the format `.npy`, or says what is wrong with it.
    package static func reading(npy data: Data) -> Result<NumPyArray, FormatProblem> {
        guard data.count > 12, data.prefix(6).elementsEqual([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) else {
            return .failure(FormatProblem("it is not a NumPy array"))
        }
        let start = data.startIndex
        let lengthBytes = data[start + 6] == 1 ? 2 : 4
        let length = (0..<lengthBytes).reduce(0) { $0 | Int(data[start + 8 + $1]) << (8 * $1) }
        let body = 8 + lengthBytes + length
        guard body <= data.count else { return .failure(FormatProblem("it is cut short")) }
        guard length <= longestHeader else {
            return .failure(FormatProblem("its header has \(length) bytes, but at most \(longestHeader) are expected"))
        }
        let header = String(decoding: data[start + 8 + lengthBytes..<start + body], as: UTF8.self)
        guard let type = header.firstMatch(of: #/'descr': *'([<>|=])([a-z][0-9]+)'/#),
            let order = header.firstMatch(of: #/'fortran_order': *(True|False)/#),
            let sides = header.firstMatch(of: #/'shape': *\(([0-9, ]*)\)/#)
        else { return .failure(FormatProblem("its header cannot be read")) }
        guard type.1 != ">", let element = Element(rawValue: String(type.2)) else {
            return .failure(FormatProblem("its values are of type \(type.1)\(type.2); f4 or f8 was expected"))
        }
        let shape = sides.1.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }.map { Int($0) ?? -1 }
        let array = NumPyArray(
            element: element, shape: shape, isColumnMajor: order.1 == "True", data: data.dropFirst(body))
        return array.map { .success($0) } ?? .failure(FormatProblem("its number of bytes does not match its shape"))
    }

    /// The bytes of an `.npy` file of these values.
    package static func npy(_ bytes: UnsafeRawBufferPointer, element: Element, shape: [Int]) -> Data {
        let sides = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
        let mark = element == .boolean ? "|" : "<"
        var header = "{'descr': '\(mark)\(element.rawValue)', 'fortran_order': False, 'shape': (\(sides)), }"
        // The values must begin at a multiple of 64 bytes.
        header += String(repeating: " ", count: (64 - (10 + header.utf8.count + 1) % 64) % 64) + "\n"
        var data = Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
        data.append(contentsOf: [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)])
        data.append(contentsOf: header.utf8)
        data.append(contentsOf: bytes)
        return data
    }
}
