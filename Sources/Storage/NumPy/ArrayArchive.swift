import CZlib
import Foundation

/// NumPy's `.npz`: a zip archive of arrays, as `numpy.savez` and `numpy.savez_compressed` write it.
enum ArrayArchive {
    /// The arrays by name. Throws `NumPyProblem`.
    static func read(_ data: Data) throws(NumPyProblem) -> [String: NumPyArray] {
        let bytes = Bytes(data)
        guard let end = bytes.endOfDirectory else { throw NumPyProblem("it is no zip archive, or is cut short") }
        let count = try bytes.number(end + 10, 2)
        var place = try bytes.number(end + 16, 4)
        var arrays: [String: NumPyArray] = [:]
        for _ in 0..<count {
            guard try bytes.number(place, 4) == 0x0201_4B50 else { throw NumPyProblem("its directory is damaged") }
            let nameLength = try bytes.number(place + 28, 2)
            let name = String(decoding: try bytes.piece(place + 46, nameLength), as: UTF8.self)
            let method = try bytes.number(place + 10, 2)
            let (stored, size) = (try bytes.number(place + 20, 4), try bytes.number(place + 24, 4))
            let entry = try bytes.number(place + 42, 4)
            guard [stored, size, entry].allSatisfy({ $0 != 0xFFFF_FFFF }) else {
                throw NumPyProblem("\(name) is beyond 4 GB")
            }
            let start = try entry + 30 + bytes.number(entry + 26, 2) + bytes.number(entry + 28, 2)
            let content = try unpacked(try bytes.piece(start, stored), method: method, size: size, name)
            guard try Checksum.crc32(content) == UInt32(bytes.number(place + 16, 4)) else {
                throw NumPyProblem("\(name) is damaged: its checksum differs")
            }
            do {
                arrays[name.hasSuffix(".npy") ? String(name.dropLast(4)) : name] =
                    try NumPyArray.reading(npy: content).get()
            } catch {
                throw NumPyProblem("\(name): \(error.text)")
            }
            place += try 46 + nameLength + bytes.number(place + 30, 2) + bytes.number(place + 32, 2)
        }
        return arrays
    }

    /// The content of an entry, which zip's method 0 stores as it is and 8 deflates (RFC 1951).
    private static func unpacked(
        _ piece: Data, method: Int, size: Int, _ name: String
    ) throws(NumPyProblem) -> Data {
        switch method {
        case 0 where piece.count == size: return piece
        case 8:
            // Deflate packs at most 1032 bytes into one: what claims more is not worth the memory.
            guard size <= 1032 * piece.count + 64 else { throw NumPyProblem("\(name) is damaged: its size cannot be") }
            var content = Data(count: size)
            let status = piece.withUnsafeBytes { source in
                content.withUnsafeMutableBytes { target in
                    kalon_inflate(
                        source.bindMemory(to: UInt8.self).baseAddress, UInt32(source.count),
                        target.bindMemory(to: UInt8.self).baseAddress, UInt32(target.count))
                }
            }
            guard status == kalon_inflate_done() else {
                throw NumPyProblem("\(name) cannot be decompressed (zlib's status \(status))")
            }
            return content
        case 0: throw NumPyProblem("\(name) is damaged: its sizes differ")
        default: throw NumPyProblem("\(name) is compressed by method \(method); none and deflate (8) can be read")
        }
    }

    /// Writes `.npy` files as one archive. Throws `StorageError.cannotWrite`.
    static func write(_ entries: [(name: String, npy: Data)], to path: String) throws(StorageError) {
        let output = try AtomicOutput(path)
        var directory = Data()
        var offset = 0
        for (name, npy) in entries {
            let file = name + ".npy"
            guard offset + npy.count < 0xFFFF_FFFF else {
                throw .cannotWrite(path: path, reason: "an archive of this form holds 4 GB at most")
            }
            // Version, flags, method, time and date (1980-01-01), so that equal arrays are equal bytes.
            var common = Data([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0])
            for value in [Int(Checksum.crc32(npy)), npy.count, npy.count] { common.append(LittleEndian.bytes(UInt32(value))) }
            common.append(LittleEndian.bytes(UInt16(file.utf8.count)))
            common.append(LittleEndian.bytes(UInt16(0)))
            let local = Data([0x50, 0x4B, 3, 4]) + common + Data(file.utf8)
            directory.append(Data([0x50, 0x4B, 1, 2, 20, 0]) + common + Data(count: 10) + LittleEndian.bytes(UInt32(offset)) + Data(file.utf8))
            try output.append(local)
            try output.append(npy)
            offset += local.count + npy.count
        }
        let end = Data([0x50, 0x4B, 5, 6, 0, 0, 0, 0]) + LittleEndian.bytes(UInt16(entries.count)) + LittleEndian.bytes(UInt16(entries.count))
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

        /// Where the directory's end record begins: among the last bytes, behind which a comment may follow.
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
