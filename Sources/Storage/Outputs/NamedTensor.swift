/// A tensor of float32 numbers to be written into a file of weights.
public struct NamedTensor: Sendable, Equatable {
    /// As the file's format has it: `kernel`, `bias`, `gamma`, … within a layer of Keras.
    public var name: String
    public var shape: [Int]
    /// Row by row.
    public var values: [Float]

    /// - Precondition: the values fill the shape.
    public init(name: String, shape: [Int], values: [Float]) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values cannot fill the shape \(shape)")
        self.name = name
        self.shape = shape
        self.values = values
    }
}
