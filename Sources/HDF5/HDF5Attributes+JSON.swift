import Files

/// Attributes that hold canonical JSON.
extension HDF5Attributes {
    /// Writes a value as JSON.
    package func setJSON(_ name: String, _ value: some Encodable) throws(StorageError) {
        let place = place.attribute(name)
        try set(name, try JSONText.encode(value, as: place.object, of: place.file))
    }

    /// The value that an attribute holds as JSON.
    package func json<Value: Decodable>(_ name: String, as type: Value.Type) throws(StorageError) -> Value {
        let place = place.attribute(name)
        return try JSONText.decode(type, try text(name), from: place.object, of: place.file)
    }
}
