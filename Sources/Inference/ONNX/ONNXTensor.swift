import Foundation

/// A constant of an ONNX model; only small constants are read.
package struct ONNXTensor {
    /// The numbers of types in the standard.
    enum Kind {
        static let float32 = 1
        static let int64 = 7
    }

    let name: String
    let kind: Int
    let sides: [Int]
    private let message: WireMessage

    init(_ bytes: Data) throws(WireDamage) {
        message = try WireMessage(bytes)
        name = message.text(8)
        kind = message.integer(2) ?? 0
        sides = try message.integers(1)
    }

    /// The number of values; nil if its sides are not valid.
    var count: Int? {
        var count = 1
        for side in sides {
            let (product, overflows) = count.multipliedReportingOverflow(by: side)
            guard side >= 0, !overflows else { return nil }
            count = product
        }
        return count
    }

    /// Its whole numbers or truth values; nil if it holds others, or more than a thousand, or is in another file.
    var integers: [Int]? {
        guard let count, count <= 1000, message.integer(14) ?? 0 == 0 else { return nil }
        let isWide = kind == Kind.int64
        guard isWide || kind == 6 || kind == 9 else { return nil }
        if let raw = message.last(9)?.content { return Self.integers(raw, bytes: isWide ? 8 : kind == 6 ? 4 : 1, count: count) }
        guard let integers = try? message.integers(isWide ? 7 : 5), integers.count == count else { return nil }
        return integers
    }

    /// Its numbers of four bytes; nil under the same conditions.
    var floats: [Float]? {
        guard let count, count <= 1000, message.integer(14) ?? 0 == 0, kind == Kind.float32 else { return nil }
        if let raw = message.last(9)?.content { return Self.floats(raw, count: count) }
        let floats = message.all(4).flatMap { value in
            value.content.flatMap { Self.floats($0, count: $0.count / 4) } ?? value.float.map { [$0] } ?? []
        }
        return floats.count == count ? floats : nil
    }

    private static func floats(_ raw: Data, count: Int) -> [Float]? {
        integers(raw, bytes: 4, count: count)?.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
    }

    private static func integers(_ raw: Data, bytes: Int, count: Int) -> [Int]? {
        guard raw.count == count * bytes else { return nil }
        return (0..<count).map { index in
            let start = raw.startIndex + index * bytes
            let bits = raw[start..<start + bytes].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return bytes == 4 ? Int(Int32(truncatingIfNeeded: bits)) : Int(truncatingIfNeeded: bits)
        }
    }

    /// The encoding of whole numbers `[n]`.
    package static func encoded(_ integers: [Int]) -> WireParts {
        encoded(kind: Kind.int64, sides: [integers.count], raw: integers.flatMap(bytes))
    }

    /// The encoding of one whole number without an axis.
    package static func encoded(single integer: Int) -> WireParts {
        encoded(kind: Kind.int64, sides: [], raw: bytes(integer))
    }

    private static func bytes(_ integer: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: UInt64(bitPattern: Int64(integer)) >> ($0 * 8)) }
    }

    /// The encoding of one number without an axis.
    package static func encoded(_ float: Float) -> WireParts {
        let raw = (0..<4).map { UInt8(truncatingIfNeeded: float.bitPattern >> ($0 * 8)) }
        return encoded(kind: Kind.float32, sides: [], raw: raw)
    }

    private static func encoded(kind: Int, sides: [Int], raw: [UInt8]) -> WireParts {
        var parts = WireParts()
        for side in sides { parts.append(.field(1, side)) }
        parts.append(.field(2, kind))
        parts.append(.field(9, raw))
        return parts
    }
}
