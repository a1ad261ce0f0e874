import Foundation

/// Values stored as canonical JSON inside a file.
package enum JSONText {
    /// The JSON of a value.
    ///
    /// - Parameters:
    ///   - value: the value.
    ///   - object: what the text is in the file, for an error.
    ///   - file: the path of the file.
    /// - Throws: `StorageError.cannotWrite`.
    package static func encode(_ value: some Encodable, as object: String, of file: String) throws(StorageError) -> String {
        do {
            return try CanonicalJSON.text(value)
        } catch {
            throw .cannotWrite(path: file, reason: "it cannot be written as JSON (at \(object))")
        }
    }

    /// The value that a text stands for.
    ///
    /// - Parameters:
    ///   - type: the type of the value.
    ///   - text: the JSON.
    ///   - object: what the text is in the file, for an error.
    ///   - file: the path of the file.
    /// - Throws: `StorageError.invalidContent`.
    package static func decode<Value: Decodable>(
        _ type: Value.Type, _ text: String, from object: String, of file: String
    ) throws(StorageError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw .invalidContent(file: file, object: object, problem: "it is not the expected JSON")
        }
    }
}
