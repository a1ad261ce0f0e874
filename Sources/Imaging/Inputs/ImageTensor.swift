/// A picture as a network takes it: float32, `[height, width, 3]`, RGB, interleaved.
public struct ImageTensor: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// `height * width * 3` values, in the range of the input's `PixelValues`.
    public let values: [Float]

    /// Traps when `values` does not hold `height * width * 3` numbers.
    public init(width: Int, height: Int, values: [Float]) {
        precondition(values.count == width * height * 3, "\(width) x \(height) pixels need \(width * height * 3) values")
        self.width = width
        self.height = height
        self.values = values
    }
}
