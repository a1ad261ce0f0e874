import CZlib
import Files
import Foundation

/// NumPy's `.npz`: a zip archive of arrays, as `numpy.savez` and `numpy.savez_compressed` write it.
package enum ArrayArchive {
    /// The arrays with the given names, if the archive has them.
    ///
    /// Nothing else is unpacked, and no byte of the archive is unpacked twice, so that a small archive cannot yield more than
    /// it holds.
    ///
    /// - Throws: `NumPyProblem`.
    package static func read(_ data: Data, names: Set<String>) throws(NumPyProblem) -> [String: NumPyArray] {
        var arrays: [String: NumPyArray] = [:]
        var taken: [Range<Int>] = []
        for entry in try entries(of: Bytes(data)) {
            let name = entry.name.hasSuffix(".npy") ? String(entry.name.dropLast(4)) : entry.name
            guard names.contains(name) else { continue }
            guard arrays[name] == nil else { throw NumPyProblem("\(name) appears twice") }
            guard !taken.contains(where: { $0.overlaps(entry.bytes) }) else {
                throw NumPyProblem("\(name) shares its bytes with another array")
            }
            taken.append(entry.bytes)
            do {
                arrays[name] = try NumPyArray.reading(npy: try entry.content()).get()
            } catch {
                throw NumPyProblem("\(name): \(error.text)")
            }
        }
        return arrays
    }

    /// An entry of the directory.
    private struct Entry {
        let name: String
        let method: Int
        let checksum: UInt32
        /// The number of bytes after unpacking.
        let size: Int
        /// Where the stored bytes are in the archive.
        let bytes: Range<Int>
        let stored: Data

        /// The content: zip's method 0 stores it as it is, and 8 deflates it (RFC 1951).
        func content() throws(NumPyProblem) -> Data {
            let content: Data
            switch method {
            case 0:
                guard stored.count == size else { throw NumPyProblem("it is damaged: its sizes differ") }
                content = stored
            case 8: content = try inflated()
            default: throw NumPyProblem("it is compressed by method \(method); only stored (0) and deflated (8) ones can be read")
            }
            guard Checksum.crc32(content) == checksum else { throw NumPyProblem("it is damaged: its checksum differs") }
            return content
        }

        /// A size that a compressed array may claim whatever its compression.
        private static let moderate = 1 << 26
        /// Numbers become two or three times as large when they are unpacked; only zeros exceed this.
        private static let mostExpansion = 100

        private func inflated() throws(NumPyProblem) -> Data {
            guard size <= max(Self.moderate, Self.mostExpansion * stored.count) else {
                throw NumPyProblem("it is damaged: \(size) bytes cannot come out of \(stored.count)")
            }
            if let refusal = MemoryBudget.refusal(of: size) { throw NumPyProblem(refusal) }
            var content = Data(count: size)
            let status = stored.withUnsafeBytes { source in
                content.withUnsafeMutableBytes { target in
                    kalon_inflate(
                        source.bindMemory(to: UInt8.self).baseAddress, UInt32(source.count),
                        target.bindMemory(to: UInt8.self).baseAddress, UInt32(target.count))
                }
            }
            guard status == kalon_inflate_done() else {
                throw NumPyProblem("it cannot be decompressed (zlib's status \(status))")
            }
            return content
        }
    }

    /// The entries that the directory lists.
    private static func entries(of bytes: Bytes) throws(NumPyProblem) -> [Entry] {
        guard let end = bytes.endOfDirectory else { throw NumPyProblem("it is not a zip archive, or it is cut short") }
        let count = try bytes.number(end + 10, 2)
        var place = try bytes.number(end + 16, 4)
        var entries: [Entry] = []
        for _ in 0..<count {
            guard try bytes.number(place, 4) == 0x0201_4B50 else { throw NumPyProblem("its directory is damaged") }
            let nameLength = try bytes.number(place + 28, 2)
            let name = String(decoding: try bytes.piece(place + 46, nameLength), as: UTF8.self)
            let (stored, size) = (try bytes.number(place + 20, 4), try bytes.number(place + 24, 4))
            let entry = try bytes.number(place + 42, 4)
            guard [stored, size, entry].allSatisfy({ $0 != 0xFFFF_FFFF }) else {
                throw NumPyProblem("\(name) is beyond 4 GB")
            }
            let start = try entry + 30 + bytes.number(entry + 26, 2) + bytes.number(entry + 28, 2)
            entries.append(
                Entry(
                    name: name, method: try bytes.number(place + 10, 2), checksum: UInt32(try bytes.number(place + 16, 4)),
                    size: size, bytes: start..<start + stored, stored: try bytes.piece(start, stored)))
            place += try 46 + nameLength + bytes.number(place + 30, 2) + bytes.number(place + 32, 2)
        }
        return entries
    }

    /// Writes `.npy` files as one archive.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    package static func write(_ entries: [(name: String, npy: Data)], to path: String) throws(StorageError) {
        let output = try AtomicOutput(path)
        var directory = Data()
        var offset = 0
        for (name, npy) in entries {
            let file = name + ".npy"
            guard offset + npy.count < 0xFFFF_FFFF else {
                throw .cannotWrite(path: path, reason: "an archive in this format holds at most 4 GB")
            }
            // Version, flags, method, time and date; the date is fixed (1980-01-01), so that equal arrays give equal bytes.
            var common = Data([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0])
            for value in [Int(Checksum.crc32(npy)), npy.count, npy.count] { common.append(LittleEndian.bytes(UInt32(value))) }
            common.append(LittleEndian.bytes(UInt16(file.utf8.count)))
            common.append(LittleEndian.bytes(UInt16(0)))
            let local = Data([0x50, 0x4B, 3, 4]) + common + Data(file.utf8)
            directory.append(
                Data([0x50, 0x4B, 1, 2, 20, 0]) + common + Data(count: 10) + LittleEndian.bytes(UInt32(offset)) + Data(file.utf8))
            try output.append(local)
            try output.append(npy)
            offset += local.count + npy.count
        }
        let end =
            Data([0x50, 0x4B, 5, 6, 0, 0, 0, 0]) + LittleEndian.bytes(UInt16(entries.count))
            + LittleEndian.bytes(UInt16(entries.count))
            + LittleEndian.bytes(UInt32(directory.count)) + LittleEndian.bytes(UInt32(offset)) + LittleEndian.bytes(UInt16(0))
        try output.append(directory + end)
        try output.commit()
    }

    private struct Bytes {
        let data: Data

        init(_ data: Data) { self.data = data }

        func piece(_ start: Int, _ count: Int) throws(NumPyProblem) -> Data {
            guard start >= 0, count >= 0, start <= data.count - count else { throw NumPyProblem("it is cut short") }
            return data[data.startIndex + start..<data.startIndex + start + count]
        }

        func number(_ start: Int, _ count: Int) throws(NumPyProblem) -> Int {
            Int(LittleEndian.number(try piece(start, count)))
        }

        /// Where the directory's end record begins: among the last bytes, possibly followed by a comment.
        var endOfDirectory: Int? {
            guard data.count >= 22 else { return nil }
            let lowest = max(0, data.count - 22 - 65535)
            return stride(from: data.count - 22, through: lowest, by: -1).first { start in
                data[(data.startIndex + start)...].prefix(4).elementsEqual([0x50, 0x4B, 5, 6])
            }
        }
    }
}

/// The checksum of zip archives (CRC-32 of ISO 3309).
enum Checksum {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    static func crc32(_ data: Data) -> UInt32 {
        var value = UInt32.max
        table.withUnsafeBufferPointer { table in
            data.withUnsafeBytes { bytes in
                for byte in bytes { value = value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] }
            }
        }
        return ~value
    }
}
