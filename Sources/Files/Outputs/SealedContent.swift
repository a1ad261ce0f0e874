import Foundation

/// The content of a file in two parts, a payload and a note about it, with a seal that reveals damage.
///
/// The payload comes first, because whoever writes it may not know its length. Then come the note, its length (UInt64,
/// little-endian), and the SHA-256 of all that in hexadecimal.
public struct SealedContent: Sendable {
    /// What the file is for; mapped if the file was.
    public let payload: Data
    /// What is known about the payload.
    public let note: Data

    private static let sealLength = 64
    private static let countLength = 8

    /// The content of a file; nil if the content or the seal has changed, or if the note has no possible length.
    ///
    /// Cost: reads all of it once.
    package init?(of file: Data) {
        guard let content = Self.unsealed(file), content.count >= Self.countLength else { return nil }
        let length = LittleEndian.number(content.suffix(Self.countLength))
        let rest = content.dropLast(Self.countLength)
        guard length <= UInt64(rest.count) else { return nil }
        payload = rest.dropLast(Int(length))
        note = rest.suffix(Int(length))
    }

    /// What the seal of a file covers; nil if that or the seal has changed.
    ///
    /// Cost: reads all of it once.
    package static func unsealed(_ file: Data) -> Data? {
        let content = file.dropLast(sealLength)
        let seal = String(decoding: file.suffix(sealLength), as: UTF8.self)
        // A file of several gigabytes without a seal is not read.
        guard seal.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return content.withUnsafeBytes { FileDigest.sha256(of: $0) } == seal ? content : nil
    }

    /// Adds a note to the payload that was written to an output, and seals both.
    ///
    /// Cost: reads all of it once.
    ///
    /// - Throws: `StorageError`.
    package static func seal(_ output: AtomicOutput, note: Data) throws(StorageError) {
        try output.append(note + LittleEndian.bytes(UInt64(note.count)))
        try output.append(Data(try FileDigest.sha256(of: output.temporaryPath).utf8))
    }
}
