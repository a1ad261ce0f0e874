import Foundation

/// Values kept as JSON text inside a file, with sorted keys so that equal values are equal text.
enum JSONText {
    static func encode(_ value: some Encodable, _ place: HDF5Place) throws(StorageError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw place.failure("no JSON can be made of it")
        }
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type, _ text: String, _ place: HDF5Place
    ) throws(StorageError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw .invalidContent(file: place.file, object: place.object, problem: "it is not the JSON expected")
        }
    }
}
