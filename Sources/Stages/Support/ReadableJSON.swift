import Faults
import Foundation
import Storage

/// JSON for people and programs: indented, with sorted keys; what would disturb a terminal is an escape.
public enum ReadableJSON {
    /// Throws `EncodingError`, as for a number that is not finite.
    public static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self).shownAsJSON
    }

    /// The same as a file, ended by a line break.
    public static func data(_ value: some Encodable) throws -> Data { Data((try text(value) + "\n").utf8) }

    /// What a file holds. Throws `StorageError` for one that cannot be read, `stranger` for one that holds something else.
    static func value<Value: Decodable>(in path: String, otherwise stranger: PipelineError) throws -> Value {
        let data = try InputPath.contents(of: path)
        guard let value = try? JSONDecoder().decode(Value.self, from: data) else { throw stranger }
        return value
    }
}
