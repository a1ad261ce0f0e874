/// A decoded picture: 8-bit RGB, interleaved, `[height, width, 3]`, no colour profile, top row first.
public struct Picture: Sendable, Equatable {
    /// Columns, in pixels; at least 1.
    public let width: Int
    /// Rows, in pixels; at least 1.
    public let height: Int
    /// `height * width * 3` bytes: red, green, blue of the first pixel of the top row, then its right neighbour.
    public let pixels: [UInt8]
    /// How the file says that the pixels are to be turned, which nothing has done yet.
    public let orientation: ExifOrientation
    /// Whether this is the preview that a camera put into a RAW file, rather than all that the sensor gave.
    public let isPreview: Bool

    /// Traps when a side is not positive or when `pixels` does not hold `height * width * 3` bytes.
    public init(
        width: Int, height: Int, pixels: [UInt8], orientation: ExifOrientation = .topLeft, isPreview: Bool = false
    ) {
        precondition(width > 0 && height > 0, "a picture of \(width) x \(height) pixels has none")
        precondition(pixels.count == width * height * 3, "\(width) x \(height) pixels need \(width * height * 3) bytes")
        self.width = width
        self.height = height
        self.pixels = pixels
        self.orientation = orientation
        self.isPreview = isPreview
    }
}
