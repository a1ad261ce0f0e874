/// Reads event files bit by bit, sharing nothing with what writes them.
package struct EventRecords {
    package enum Problem: Error {
        case ends, checksum, field(UInt64)
    }

    package struct Scalar {
        package let step: UInt64
        package let time: Double
        package let tag: String
        package let value: Float
    }

    package private(set) var versions: [String] = []
    package private(set) var scalars: [Scalar] = []

    package init(_ file: [UInt8]) throws(Problem) {
        var rest = file[...]
        while !rest.isEmpty {
            let length = try Self.take(8, &rest)
            guard try Self.number(Self.take(4, &rest)) == UInt64(Self.checksum(length)) else { throw .checksum }
            let event = try Self.take(Int(Self.number(length)), &rest)
            guard try Self.number(Self.take(4, &rest)) == UInt64(Self.checksum(event)) else { throw .checksum }
            try read(event)
        }
    }

    private mutating func read(_ event: ArraySlice<UInt8>) throws(Problem) {
        var time = 0.0, step: UInt64 = 0
        for (field, content) in try Self.fields(event) {
            switch (field, content) {
            case (1, .bytes(let bytes)): time = Double(bitPattern: Self.number(bytes))
            case (2, .number(let number)): step = number
            case (3, .bytes(let bytes)): versions.append(String(decoding: bytes, as: UTF8.self))
            case (5, .bytes(let summary)):
                for (field, value) in try Self.fields(summary) {
                    guard field == 1, case .bytes(let value) = value else { throw .field(field) }
                    scalars.append(try Self.scalar(value, step, time))
                }
            default: throw .field(field)
            }
        }
    }

    private static func scalar(_ value: ArraySlice<UInt8>, _ step: UInt64, _ time: Double) throws(Problem) -> Scalar {
        var tag: String?, number: Float?
        for (field, content) in try fields(value) {
            switch (field, content) {
            case (1, .bytes(let bytes)): tag = String(decoding: bytes, as: UTF8.self)
            case (2, .bytes(let bytes)): number = Float(bitPattern: UInt32(self.number(bytes)))
            default: throw .field(field)
            }
        }
        guard let tag, let number else { throw .ends }
        return Scalar(step: step, time: time, tag: tag, value: number)
    }

    private enum Content {
        case number(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    private static func fields(_ message: ArraySlice<UInt8>) throws(Problem) -> [(UInt64, Content)] {
        var rest = message
        var fields: [(UInt64, Content)] = []
        while !rest.isEmpty {
            let key = try varint(&rest)
            switch key & 7 {
            case 0: fields.append((key >> 3, .number(try varint(&rest))))
            case 1: fields.append((key >> 3, .bytes(try take(8, &rest))))
            case 2: fields.append((key >> 3, .bytes(try take(Int(try varint(&rest)), &rest))))
            case 5: fields.append((key >> 3, .bytes(try take(4, &rest))))
            default: throw .field(key)
            }
        }
        return fields
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws(Problem) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { throw .ends }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw .ends
    }

    private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws(Problem) -> ArraySlice<UInt8> {
        guard 0...rest.count ~= count else { throw .ends }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    /// The masked CRC-32C, by long division.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var rest = UInt32.max
        for byte in bytes {
            for bit in 0..<8 {
                let isOdd = (rest ^ UInt32(byte >> bit)) & 1 == 1
                rest = rest >> 1 ^ (isOdd ? 0x82F6_3B78 : 0)
            }
        }
        let checksum = ~rest
        return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
    }
}
