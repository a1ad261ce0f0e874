import Foundation

/// The SHA-256 of a file's content, in hexadecimal at its end, which reveals damage.
package enum Seal {
    private static let length = 64

    /// Seals what has been written to an output so far.
    ///
    /// Cost: reads all of it once.
    ///
    /// - Throws: `StorageError`.
    package static func append(to output: AtomicOutput) throws(StorageError) {
        try output.append(Data(try FileDigest.sha256(of: output.temporaryPath).utf8))
    }

    /// The sealed content; nil if the content or the seal has changed.
    ///
    /// Cost: reads all of it once.
    package static func content(of file: Data) -> Data? {
        let content = file.dropLast(length)
        let seal = String(decoding: file.suffix(length), as: UTF8.self)
        // A file of several gigabytes without a seal is not read.
        guard seal.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
        return content.withUnsafeBytes { FileDigest.sha256(of: $0) } == seal ? content : nil
    }
}
