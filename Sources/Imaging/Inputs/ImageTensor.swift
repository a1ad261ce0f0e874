/// A picture as a network takes it: float32, `[height, width, 3]`, RGB, interleaved.
public struct ImageTensor: Sendable, Equatable {
    /// The width in pixels.
    public let width: Int
    /// The height in pixels.
    public let height: Int
    /// `height * width * 3` values in the range of the input's `PixelValues`.
    public let values: [Float]

    /// Makes a tensor.
    ///
    /// - Parameters:
    ///   - width: the width in pixels.
    ///   - height: the height in pixels.
    ///   - values: `[height, width, 3]`.
    /// - Precondition: `values` holds `height * width * 3` numbers.
    public init(width: Int, height: Int, values: [Float]) {
        precondition(values.count == width * height * 3, "\(width) x \(height) pixels need \(width * height * 3) values")
        self.width = width
        self.height = height
        self.values = values
    }
}
