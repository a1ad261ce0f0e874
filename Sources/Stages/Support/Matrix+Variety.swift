import Matrices

extension Matrix {
    /// Throws `PipelineError.nothingVaries` where there are several rows and all are the same; `file` names the features.
    public func requireVariety(file: String) throws(PipelineError) {
        guard rows > 1 else { return }
        let isSame = withUnsafeBufferPointer { values in
            (columns..<values.count).allSatisfy { values[$0] == values[$0 - columns] }
        }
        if isSame { throw .nothingVaries(file: file, photographs: rows) }
    }
}
