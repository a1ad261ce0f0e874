import Crypto
import Foundation

extension Graph {
    /// The SHA-256 of the graph's layers and outputs, as 64 hexadecimal digits.
    ///
    /// Equal graphs have the same digest on every machine.
    ///
    /// - Throws: `EncodingError` if a number of an operation is not finite.
    public func digest() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return SHA256.hash(data: try encoder.encode(self)).map { String(format: "%02x", $0) }.joined()
    }
}
