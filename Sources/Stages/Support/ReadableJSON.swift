import Foundation

/// JSON for people and programs: indented, with sorted keys, ended by a line break.
public enum ReadableJSON {
    /// Throws `EncodingError`, as for a number that is not finite.
    public static func data(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value) + Data("\n".utf8)
    }
}
