import Files
import Foundation

/// NumPy's `.npz`: a zip archive of arrays, as `numpy.savez` and `numpy.savez_compressed` write it.
package enum ArrayArchive {
    /// The arrays with the given names, if the archive has them.
    ///
    /// Nothing else is unpacked, and no byte of the archive is unpacked twice, so that a small archive cannot yield more than
    /// it holds.
    ///
    /// - Throws: `FormatProblem`.
    package static func read(_ data: Data, names: Set<String>) throws(FormatProblem) -> [String: NumPyArray] {
        var arrays: [String: NumPyArray] = [:]
        var taken: [Range<Int>] = []
        for entry in try ZipArchive(data).entries {
            let name = entry.name.hasSuffix(".npy") ? String(entry.name.dropLast(4)) : entry.name
            guard names.contains(name) else { continue }
            guard arrays[name] == nil else { throw FormatProblem("\(name) appears twice") }
            guard !taken.contains(where: { $0.overlaps(entry.bytes) }) else {
                throw FormatProblem("\(name) shares its bytes with another array")
            }
            taken.append(entry.bytes)
            do {
                arrays[name] = try NumPyArray.reading(npy: try entry.content()).get()
            } catch {
                throw FormatProblem("\(name): \(error.text)")
            }
        }
        return arrays
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
}
