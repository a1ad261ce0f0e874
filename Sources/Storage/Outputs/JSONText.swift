import Foundation

/// Values stored as canonical JSON inside a file.
enum JSONText {
    static func encode(_ value: some Encodable, _ place: HDF5Place) throws(StorageError) -> String {
        do {
            return try CanonicalJSON.text(value)
        } catch {
            throw place.failure("it cannot be written as JSON")
        }
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type, _ text: String, _ place: HDF5Place
    ) throws(StorageError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw .invalidContent(file: place.file, object: place.object, problem: "it is not the expected JSON")
        }
    }
}
