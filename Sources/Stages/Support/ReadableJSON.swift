import Faults
import Files
import Foundation

/// JSON for people and programs: indented, with sorted keys, and with control characters escaped.
public enum ReadableJSON {
    /// Encodes a value.
    ///
    /// - Throws: `EncodingError`, for example for a number that is not finite.
    public static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self).shownAsJSON
    }

    /// Encodes a value as the bytes of a file, ending in a line break.
    ///
    /// - Throws: `EncodingError`, for example for a number that is not finite.
    public static func data(_ value: some Encodable) throws -> Data { Data((try text(value) + "\n").utf8) }

    /// Reads the value that a file holds, and checks it.
    ///
    /// - Throws: `StorageError` if the file cannot be read; `stranger` if it holds something else altogether; `StoredProblem`,
    ///   with the file's name and the key, for an impossible value.
    static func value<Value: Decodable>(
        in path: String, marked mark: String, otherwise stranger: PipelineError,
        check: (Value) throws(StoredProblem) -> Void
    ) throws -> Value {
        let data = try InputPath.contents(of: path)
        return try FileFault.naming(path) {
            do {
                let value = try JSONDecoder().decode(Value.self, from: data)
                try check(value)
                return value
            } catch let problem as StoredProblem {
                throw problem
            } catch {
                let problem = StoredProblem(error)
                throw problem.key.isEmpty || problem.key == mark ? stranger as any Fault : problem
            }
        }
    }
}
