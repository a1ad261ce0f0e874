/// Red, green and blue as a file has them.
public typealias PixelColour = SIMD3<UInt8>

/// A picture in the making: flat areas, pictures and words. What goes beyond its sides is left out.
public struct DrawingBoard {
    public let width: Int
    public let height: Int
    private var pixels: [UInt8]

    /// Traps when a side is not positive.
    public init(width: Int, height: Int, colour: PixelColour) {
        precondition(width > 0 && height > 0, "a board of \(width) x \(height) pixels has none")
        self.width = width
        self.height = height
        pixels = []
        pixels.reserveCapacity(3 * width * height)
        for _ in 0..<width * height { pixels += [colour.x, colour.y, colour.z] }
    }

    /// What was drawn.
    public var picture: Picture { Picture(width: width, height: height, pixels: pixels) }

    /// A rectangle of one colour.
    public mutating func fill(left: Int, top: Int, width: Int, height: Int, _ colour: PixelColour) {
        for row in (top..<top + max(0, height)).clamped(to: 0..<self.height) {
            for column in (left..<left + max(0, width)).clamped(to: 0..<self.width) { set(row, column, colour) }
        }
    }

    /// A picture with its corner at a place.
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

    /// Words in a line that begins at a place.
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
