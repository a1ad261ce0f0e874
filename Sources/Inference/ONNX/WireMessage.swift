import Foundation

/// The content is not a message of protocol buffers.
struct WireDamage: Error {}

/// A message of protocol buffers in memory: its fields in order, without copies.
struct WireMessage {
    let fields: [WireField]

    /// Reads the fields, and nothing inside them.
    ///
    /// Cost: a few steps for each field, whatever its length.
    ///
    /// - Throws: `WireDamage`.
    init(_ bytes: Data) throws(WireDamage) {
        var reader = WireReader(bytes)
        var fields: [WireField] = []
        while !reader.isAtEnd { fields.append(try reader.field()) }
        self.fields = fields
    }

    /// The values of a field that may occur many times.
    func all(_ number: Int) -> [WireValue] {
        fields.lazy.filter { $0.number == number }.map(\.value)
    }

    /// The value of a field that occurs once; the last one counts, as everywhere in this format.
    func last(_ number: Int) -> WireValue? {
        fields.last { $0.number == number }?.value
    }

    /// The whole numbers of a field that occurs many times, or is packed into one value.
    func integers(_ number: Int) throws(WireDamage) -> [Int] {
        var integers: [Int] = []
        for value in all(number) {
            switch value {
            case .number(let number): integers.append(Int(truncatingIfNeeded: number))
            case .bytes(let packed):
                var reader = WireReader(packed)
                while !reader.isAtEnd { integers.append(Int(truncatingIfNeeded: try reader.number())) }
            case .word, .half: throw WireDamage()
            }
        }
        return integers
    }

    func texts(_ number: Int) -> [String] { all(number).map(\.text) }
    func text(_ number: Int) -> String { last(number)?.text ?? "" }
    func integer(_ number: Int) -> Int? { last(number)?.integer }
}

/// One field of a message.
struct WireField {
    let number: Int
    let value: WireValue
    /// The encoded field, with its number.
    let encoded: Data
}

/// The value of a field, by its encoding.
enum WireValue {
    case number(UInt64)
    /// Eight bytes.
    case word(UInt64)
    /// Four bytes.
    case half(UInt32)
    /// A text, a message, or packed numbers.
    case bytes(Data)

    /// The text; empty if it is not a text.
    var text: String {
        guard case .bytes(let bytes) = self else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    var integer: Int? {
        guard case .number(let number) = self else { return nil }
        return Int(truncatingIfNeeded: number)
    }

    var float: Float? {
        guard case .half(let bits) = self else { return nil }
        return Float(bitPattern: bits)
    }

    var content: Data? {
        guard case .bytes(let bytes) = self else { return nil }
        return bytes
    }
}

/// Reads values one after the other.
private struct WireReader {
    private let bytes: Data
    private var place: Data.Index

    init(_ bytes: Data) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    var isAtEnd: Bool { place == bytes.endIndex }

    mutating func field() throws(WireDamage) -> WireField {
        let start = place
        let key = try number()
        guard let number = Int(exactly: key >> 3), number > 0 else { throw WireDamage() }
        let value: WireValue
        switch key & 7 {
        case 0: value = .number(try self.number())
        case 1: value = .word(try littleEndian(8))
        case 2:
            guard let length = Int(exactly: try self.number()) else { throw WireDamage() }
            value = .bytes(try take(length))
        case 5: value = .half(UInt32(truncatingIfNeeded: try littleEndian(4)))
        default: throw WireDamage()
        }
        return WireField(number: number, value: value, encoded: bytes[start..<place])
    }

    mutating func number() throws(WireDamage) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard !isAtEnd else { throw WireDamage() }
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return number }
        }
        throw WireDamage()
    }

    private mutating func littleEndian(_ count: Int) throws(WireDamage) -> UInt64 {
        try take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ count: Int) throws(WireDamage) -> Data {
        guard count <= bytes.endIndex - place else { throw WireDamage() }
        defer { place += count }
        return bytes[place..<place + count]
    }
}
