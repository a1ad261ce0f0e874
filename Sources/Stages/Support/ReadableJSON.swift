import Foundation

/// JSON for people and programs: indented, with sorted keys.
public enum ReadableJSON {
    /// Throws `EncodingError`, as for a number that is not finite.
    public static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The same as a file, ended by a line break.
    public static func data(_ value: some Encodable) throws -> Data { Data((try text(value) + "\n").utf8) }
}
