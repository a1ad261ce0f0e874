/// A decoded picture: 8-bit RGB, interleaved, `[height, width, 3]`, no colour profile, top row first.
public struct Picture: Sendable, Equatable {
    /// The number of columns, at least 1.
    public let width: Int
    /// The number of rows, at least 1.
    public let height: Int
    /// `height * width * 3` bytes: red, green and blue of the first pixel of the top row, then of its right neighbour, and so
    /// on.
    public let pixels: [UInt8]
    /// How the file says that the pixels should be turned; this has not been done yet.
    public let orientation: ExifOrientation
    /// Whether this is the preview that a camera stored in a RAW file, rather than the data of its sensor.
    public let isPreview: Bool

    /// Makes a picture.
    ///
    /// - Parameters:
    ///   - width: the number of columns.
    ///   - height: the number of rows.
    ///   - pixels: `[height, width, 3]`.
    ///   - orientation: how the pixels should be turned.
    ///   - isPreview: whether this is the preview of a RAW file.
    /// - Precondition: both sides are positive, and `pixels` holds `height * width * 3` bytes.
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
