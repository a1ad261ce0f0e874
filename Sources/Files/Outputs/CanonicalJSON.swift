import Foundation

/// JSON on one line with sorted keys, so that equal values give equal text.
public enum CanonicalJSON {
    /// The JSON of a value in UTF-8.
    ///
    /// - Parameter value: the value to encode.
    /// - Throws: `EncodingError`, for example for a number that is not finite.
    public static func data(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// The JSON of a value as text.
    ///
    /// - Parameter value: the value to encode.
    /// - Throws: `EncodingError`, for example for a number that is not finite.
    public static func text(_ value: some Encodable) throws -> String {
        String(decoding: try data(value), as: UTF8.self)
    }
}
