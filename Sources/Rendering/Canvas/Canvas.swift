/// A picture being painted: linear light, `[height, width]`, top row first; pixel (x, y) covers x...x+1, y...y+1.
struct Canvas {
    let width: Int
    let height: Int
    private(set) var pixels: [Colour]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = Array(repeating: Colour(repeating: 0), count: width * height)
    }

    /// A three-hundredth of the shorter side: sizes in this unit look alike in pictures of different sizes.
    var unit: Float { Float(min(width, height)) / 300 }

    subscript(x: Int, y: Int) -> Colour {
        get { pixels[y * width + x] }
        set { pixels[y * width + x] = newValue }
    }

    /// Calls `body` for every pixel of the rows from `first` up to `end`, with the centre of the pixel.
    ///
    /// Rows outside the canvas are left out, and there are none if the end comes first. If `end` is nil, the last row is the end.
    mutating func paint(
        from first: Int = 0, to end: Int? = nil, _ body: (_ x: Float, _ y: Float, _ pixel: inout Colour) -> Void
    ) {
        let start = max(0, first)
        let rows = start..<max(start, min(end ?? height, height))
        let width = width
        pixels.withUnsafeMutableBufferPointer { pixels in
            for y in rows {
                for x in 0..<width { body(Float(x) + 0.5, Float(y) + 0.5, &pixels[y * width + x]) }
            }
        }
    }

    /// Calls `body` for the pixels of a rectangle, as far as it is on the canvas.
    mutating func paint(
        x left: Float, _ right: Float, y top: Float, _ bottom: Float,
        _ body: (_ x: Float, _ y: Float, _ pixel: inout Colour) -> Void
    ) {
        let columns = Self.span(left, right, below: width), rows = Self.span(top, bottom, below: height)
        let width = width
        pixels.withUnsafeMutableBufferPointer { pixels in
            for y in rows {
                for x in columns { body(Float(x) + 0.5, Float(y) + 0.5, &pixels[y * width + x]) }
            }
        }
    }

    /// The colour at a point: bilinear between pixel centres, and that of the nearest edge outside.
    func sample(_ x: Float, _ y: Float) -> Colour {
        let px = min(max(x - 0.5, 0), Float(width - 1)), py = min(max(y - 0.5, 0), Float(height - 1))
        let x0 = Int(px), y0 = Int(py)
        let x1 = min(x0 + 1, width - 1), y1 = min(y0 + 1, height - 1)
        let fx = px - Float(x0), fy = py - Float(y0)
        return mix(mix(self[x0, y0], self[x1, y0], fx), mix(self[x0, y1], self[x1, y1], fx), fy)
    }

    /// The pixels that an interval touches.
    private static func span(_ from: Float, _ to: Float, below bound: Int) -> Range<Int> {
        let first = Int(min(max(from.rounded(.down), 0), Float(bound)))
        let last = Int(min(max(to.rounded(.up), 0), Float(bound)))
        return first..<max(first, last)
    }
}
