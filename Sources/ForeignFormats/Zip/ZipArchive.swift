import CZlib
import Files
import Foundation

/// A zip archive in memory, with sizes and offsets of 32 or 64 bits (PKWARE's APPNOTE.TXT 6.3).
///
/// Every number in it is checked against the size of the archive before it is used.
package struct ZipArchive: Sendable {
    /// The entries, in the order of the directory.
    package let entries: [ZipEntry]

    /// Reads the directory.
    ///
    /// - Parameter data: the whole archive, such as a mapped file.
    /// - Throws: `FormatProblem`.
    package init(_ data: Data) throws(FormatProblem) {
        let bytes = ZipBytes(data)
        guard let end = bytes.endOfDirectory else {
            throw FormatProblem("it is not a zip archive, or it is cut short")
        }
        let (count, start) = try bytes.directory(endingAt: end)
        var place = start
        var entries: [ZipEntry] = []
        for _ in 0..<count {
            let (entry, length) = try bytes.entry(at: place)
            entries.append(entry)
            place += length
        }
        self.entries = entries
    }
}

/// An entry of a zip archive.
package struct ZipEntry: Sendable {
    package let name: String
    let method: Int
    let checksum: UInt32
    /// The number of bytes after unpacking.
    package let size: Int
    /// Where the stored bytes are in the archive.
    package let bytes: Range<Int>
    let stored: Data

    /// The content, whose checksum is verified: method 0 stores it as it is, and 8 deflates it (RFC 1951).
    ///
    /// - Throws: `FormatProblem`.
    package func content() throws(FormatProblem) -> Data {
        let content = try unverified()
        guard Checksum.crc32(content) == checksum else { throw FormatProblem("it is damaged: its checksum differs") }
        return content
    }

    /// The content, for archives whose writer may leave out checksums.
    ///
    /// - Throws: `FormatProblem`.
    func unverified() throws(FormatProblem) -> Data {
        switch method {
        case 0:
            guard stored.count == size else { throw FormatProblem("it is damaged: its sizes differ") }
            return stored
        case 8: return try inflated()
        default: throw FormatProblem("it is compressed by method \(method); only stored (0) and deflated (8) ones can be read")
        }
    }

    /// A size that a compressed entry may claim whatever its compression.
    private static let moderate = 1 << 26
    /// Numbers become two or three times as large when they are unpacked; only zeros exceed this.
    private static let mostExpansion = 100

    private func inflated() throws(FormatProblem) -> Data {
        guard size <= Self.moderate || size / Self.mostExpansion <= stored.count else {
            throw FormatProblem("it is damaged: \(size) bytes cannot come out of \(stored.count)")
        }
        if let refusal = MemoryBudget.refusal(of: size) { throw FormatProblem(refusal) }
        guard let target = UInt32(exactly: size), let source = UInt32(exactly: stored.count) else {
            throw FormatProblem("it has \(size) bytes; compressed entries of at most 4 GB can be read")
        }
        var content = Data(count: size)
        let status = stored.withUnsafeBytes { bytes in
            content.withUnsafeMutableBytes { buffer in
                kalon_inflate(
                    bytes.bindMemory(to: UInt8.self).baseAddress, source,
                    buffer.bindMemory(to: UInt8.self).baseAddress, target)
            }
        }
        guard status == kalon_inflate_done() else {
            throw FormatProblem("it cannot be decompressed (zlib's status \(status))")
        }
        return content
    }
}
