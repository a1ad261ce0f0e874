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

    /// What a file holds, after `check`. Throws `StorageError` for one that cannot be read, `stranger` for one that holds
    /// something else altogether, and `StoredProblem`, with the file's name and the key, for a value that cannot be.
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
