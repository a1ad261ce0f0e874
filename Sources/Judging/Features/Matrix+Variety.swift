import Matrices

extension Matrix {
    /// Checks that the rows are not all the same; a single row is accepted.
    ///
    /// - Parameter file: The features file, for the error.
    /// - Throws: `JudgingError.nothingVaries`.
    public func requireVariety(file: String) throws(JudgingError) {
        guard rows > 1 else { return }
        let isSame = withUnsafeBufferPointer { values in
            (columns..<values.count).allSatisfy { values[$0] == values[$0 - columns] }
        }
        if isSame { throw .nothingVaries(file: file, photographs: rows) }
    }
}
