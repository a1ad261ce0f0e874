/// A tensor of float32 numbers to be written to a file of weights.
package struct NamedTensor: Sendable, Equatable {
    /// The name in the file's format; within a layer of Keras `kernel`, `bias`, `gamma`, ….
    package var name: String
    /// The length of each side.
    package var shape: [Int]
    /// The values, row by row.
    package var values: [Float]

    /// A tensor.
    ///
    /// - Parameters:
    ///   - name: the name in the file's format.
    ///   - shape: the length of each side.
    ///   - values: the values, row by row.
    /// - Precondition: the number of values matches the shape.
    package init(name: String, shape: [Int], values: [Float]) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values cannot fill the shape \(shape)")
        self.name = name
        self.shape = shape
        self.values = values
    }
}
