import Files

/// A file with the state of a PyTorch module: tensors by name.
package protocol StateFile: Sendable {
    /// The path of the file.
    var path: String { get }
    /// The name and the shape of each tensor, no name twice.
    var outlines: [(name: String, shape: [Int])] { get }
    /// All values of the tensor at a position of `outlines`, row by row.
    ///
    /// - Throws: `StorageError.wrongType` unless they are numbers that become float32; `.cannotRead` if they cannot be read.
    func values(at position: Int) throws(StorageError) -> [Float]
}

extension SafetensorsFile: StateFile {
    package var outlines: [(name: String, shape: [Int])] { tensors.map { ($0.name, $0.shape) } }

    package func values(at position: Int) throws(StorageError) -> [Float] { try read(tensors[position]) }
}
