import Files

extension HDF5Attributes {
    /// A whole number of an attribute.
    ///
    /// - Throws: `StorageError.invalidContent` if it is out of range.
    package func integer(_ name: String, in range: ClosedRange<Int>) throws(StorageError) -> Int {
        let number = try integer(name)
        guard range.contains(number) else { throw outOfRange(name, "\(number)", "\(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    /// The same for a real number; NaN is in no range.
    package func real(_ name: String, in range: ClosedRange<Double>) throws(StorageError) -> Double {
        let number = try real(name)
        guard range.contains(number) else { throw outOfRange(name, "\(number)", "\(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    private func outOfRange(_ name: String, _ found: String, _ expected: String) -> StorageError {
        let place = place.attribute(name)
        return .invalidContent(file: place.file, object: place.object, problem: "it is \(found), but \(expected) was expected")
    }
}
