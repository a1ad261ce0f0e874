import Crypto
import Foundation

/// Digests of files, which are read in pieces.
public enum FileDigest {
    /// The SHA-256 of a file, in lower-case hexadecimal.
    ///
    /// Cost: reads all of it once.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError` if the file cannot be read.
    public static func sha256(of path: String) throws(StorageError) -> String {
        var hash = SHA256()
        try FilePieces.forEach(of: path) { piece throws(StorageError) in hash.update(bufferPointer: piece) }
        return hexadecimal(hash.finalize())
    }

    /// What identifies a photograph under another name: the first 64 bits of the SHA-256 of its file, as 16 hexadecimal
    /// digits.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError` if the file cannot be read.
    public static func brief(of path: String) throws(StorageError) -> String {
        String(try sha256(of: path).prefix(16))
    }

    /// The SHA-256 of bytes in memory, in lower-case hexadecimal.
    ///
    /// - Parameter bytes: the bytes.
    public static func sha256(of bytes: UnsafeRawBufferPointer) -> String {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return hexadecimal(hash.finalize())
    }

    /// The SHA-256 of several files, in lower-case hexadecimal.
    ///
    /// It is the digest of the files' own digests, one on each line, in the order given.
    ///
    /// - Parameter paths: the files.
    /// - Throws: `StorageError` if a file cannot be read.
    public static func sha256(ofFiles paths: [String]) throws(StorageError) -> String {
        var list = ""
        for path in paths { list += try sha256(of: path) + "\n" }
        return Data(list.utf8).withUnsafeBytes { sha256(of: $0) }
    }

    static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// Everything that identifies a published file, from reading it once.
public struct FileDigests: Sendable, Equatable {
    /// The size of the file in bytes.
    public let bytes: Int
    /// The SHA-256, in lower-case hexadecimal.
    public let sha256: String
    /// The MD5, in lower-case hexadecimal.
    ///
    /// It reveals a broken file, but does not protect against a forged one.
    public let md5: String

    /// Reads a file.
    ///
    /// - Parameter path: the file.
    /// - Throws: `StorageError` if the file cannot be read.
    public init(of path: String) throws(StorageError) {
        var bytes = 0
        var sha256 = SHA256()
        var md5 = Insecure.MD5()
        try FilePieces.forEach(of: path) { piece throws(StorageError) in
            bytes += piece.count
            sha256.update(bufferPointer: piece)
            md5.update(bufferPointer: piece)
        }
        self.bytes = bytes
        self.sha256 = FileDigest.hexadecimal(sha256.finalize())
        self.md5 = FileDigest.hexadecimal(md5.finalize())
    }
}
