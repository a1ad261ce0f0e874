/// Red, green and blue as bytes, as a file stores them.
public typealias PixelColour = SIMD3<UInt8>

/// A picture being drawn from flat areas, pictures and words; what extends beyond its sides is cut off.
public struct DrawingBoard {
    /// The width in pixels.
    public let width: Int
    /// The height in pixels.
    public let height: Int
    private var pixels: [UInt8]

    /// Makes a board of one colour.
    ///
    /// - Parameters:
    ///   - width: the width in pixels.
    ///   - height: the height in pixels.
    ///   - colour: the colour of every pixel.
    /// - Precondition: both sides are positive.
    public init(width: Int, height: Int, colour: PixelColour) {
        precondition(width > 0 && height > 0, "a board of \(width) x \(height) pixels has none")
        self.width = width
        self.height = height
        pixels = []
        pixels.reserveCapacity(3 * width * height)
        for _ in 0..<width * height { pixels += [colour.x, colour.y, colour.z] }
    }

    /// A picture of what has been drawn so far.
    public var picture: Picture { Picture(width: width, height: height, pixels: pixels) }

    /// Fills a rectangle with one colour.
    ///
    /// - Parameters:
    ///   - left: the first column.
    ///   - top: the first row.
    ///   - width: the number of columns.
    ///   - height: the number of rows.
    ///   - colour: the colour of every pixel.
    public mutating func fill(left: Int, top: Int, width: Int, height: Int, _ colour: PixelColour) {
        for row in (top..<top + max(0, height)).clamped(to: 0..<self.height) {
            for column in (left..<left + max(0, width)).clamped(to: 0..<self.width) { set(row, column, colour) }
        }
    }

    /// Draws a picture.
    ///
    /// - Parameters:
    ///   - picture: the picture.
    ///   - left: the column of its upper left corner.
    ///   - top: the row of its upper left corner.
    public mutating func place(_ picture: Picture, left: Int, top: Int) {
        for row in 0..<picture.height where (0..<height).contains(top + row) {
            for column in 0..<picture.width where (0..<width).contains(left + column) {
                let source = 3 * (row * picture.width + column)
                let colour = PixelColour(
                    picture.pixels[source], picture.pixels[source + 1], picture.pixels[source + 2])
                set(top + row, left + column, colour)
            }
        }
    }

    /// Draws a line of words.
    ///
    /// - Parameters:
    ///   - words: the words.
    ///   - left: the column where the line begins.
    ///   - top: the row of the line's upper edge.
    ///   - colour: the colour of the words.
    public mutating func write(_ words: Lettering, left: Int, top: Int, _ colour: PixelColour) {
        for row in 0..<words.inkHeight where (0..<height).contains(top + words.top + row) {
            for column in 0..<words.inkWidth where (0..<width).contains(left + words.left + column) {
                let share = words.coverage[row * words.inkWidth + column]
                if share > 0 { blend(top + words.top + row, left + words.left + column, colour, share) }
            }
        }
    }

    private mutating func set(_ row: Int, _ column: Int, _ colour: PixelColour) {
        let pixel = 3 * (row * width + column)
        for channel in 0..<3 { pixels[pixel + channel] = colour[channel] }
    }

    private mutating func blend(_ row: Int, _ column: Int, _ colour: PixelColour, _ share: UInt8) {
        let pixel = 3 * (row * width + column)
        for channel in 0..<3 {
            let mixed = Int(pixels[pixel + channel]) * (255 - Int(share)) + Int(colour[channel]) * Int(share)
            pixels[pixel + channel] = UInt8((mixed + 127) / 255)
        }
    }
}
