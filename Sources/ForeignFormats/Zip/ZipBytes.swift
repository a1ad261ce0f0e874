import Files
import Foundation

/// The bytes of a zip archive, and its records in them.
struct ZipBytes {
    private let data: Data

    init(_ data: Data) { self.data = data }

    private enum Signature {
        static let entry = 0x0403_4B50
        static let directory = 0x0201_4B50
        static let end = 0x0605_4B50
        static let largeEnd = 0x0606_4B50
        static let largeEndLocator = 0x0706_4B50
    }

    /// The identifier of the extra field with sizes and offsets of 64 bits.
    private static let largeField = 1
    /// What stands in the place of a number that has 64 bits.
    private static let elsewhere = 0xFFFF_FFFF

    private func piece(_ start: Int, _ count: Int) throws(FormatProblem) -> Data {
        guard start >= 0, count >= 0, count <= data.count, start <= data.count - count else {
            throw FormatProblem("it is cut short")
        }
        return data[data.startIndex + start..<data.startIndex + start + count]
    }

    private func number(_ start: Int, _ count: Int) throws(FormatProblem) -> Int {
        guard let number = Int(exactly: LittleEndian.number(try piece(start, count))) else {
            throw FormatProblem("it is damaged: a number in it is beyond 63 bits")
        }
        return number
    }

    /// Where the directory's end record begins: among the last bytes, possibly followed by a comment.
    var endOfDirectory: Int? {
        guard data.count >= 22 else { return nil }
        let lowest = max(0, data.count - 22 - 65535)
        return stride(from: data.count - 22, through: lowest, by: -1).first { start in
            data[(data.startIndex + start)...].prefix(4).elementsEqual([0x50, 0x4B, 5, 6])
        }
    }

    /// The number of entries and where the first is, from the end record or, if one is there, from that of 64 bits.
    func directory(endingAt end: Int) throws(FormatProblem) -> (count: Int, start: Int) {
        let locator = end - 20
        guard locator >= 0, try number(locator, 4) == Signature.largeEndLocator else {
            return (try number(end + 10, 2), try number(end + 16, 4))
        }
        let large = try number(locator + 8, 8)
        guard try number(large, 4) == Signature.largeEnd else { throw FormatProblem("its directory is damaged") }
        return (try number(large + 32, 8), try number(large + 48, 8))
    }

    /// The entry that the directory lists at a place, and how long its record is.
    func entry(at place: Int) throws(FormatProblem) -> (entry: ZipEntry, length: Int) {
        guard try number(place, 4) == Signature.directory else { throw FormatProblem("its directory is damaged") }
        let (nameLength, extraLength) = (try number(place + 28, 2), try number(place + 30, 2))
        let name = String(decoding: try piece(place + 46, nameLength), as: UTF8.self)
        var large = try largeNumbers(place + 46 + nameLength, extraLength)
        func size(_ small: Int) throws(FormatProblem) -> Int {
            guard small == Self.elsewhere else { return small }
            guard !large.isEmpty else { throw FormatProblem("\(name) has no size of 64 bits") }
            return large.removeFirst()
        }
        // The numbers of 64 bits come in this order.
        let unpacked = try size(number(place + 24, 4))
        let packed = try size(number(place + 20, 4))
        let local = try size(number(place + 42, 4))
        guard try number(local, 4) == Signature.entry else {
            throw FormatProblem("its directory is damaged: \(name) is not where it says")
        }
        let start = try local + 30 + number(local + 26, 2) + number(local + 28, 2)
        let stored = try piece(start, packed)
        let entry = ZipEntry(
            name: name, method: try number(place + 10, 2), checksum: UInt32(try number(place + 16, 4)), size: unpacked,
            bytes: start..<start + packed, stored: stored)
        return (entry, try 46 + nameLength + extraLength + number(place + 32, 2))
    }

    /// The numbers of 64 bits in the extra fields at a place.
    private func largeNumbers(_ start: Int, _ length: Int) throws(FormatProblem) -> [Int] {
        var place = start
        while place + 4 <= start + length {
            let (kind, count) = (try number(place, 2), try number(place + 2, 2))
            if kind == Self.largeField {
                var numbers: [Int] = []
                for index in 0..<count / 8 { numbers.append(try number(place + 4 + 8 * index, 8)) }
                return numbers
            }
            place += 4 + count
        }
        return []
    }
}
