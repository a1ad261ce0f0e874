import Imaging

/// The box over which a blur takes the mean.
public struct BlurBox: Sendable, Equatable {
    /// The number of columns, at least 1.
    public let width: Int
    /// The number of rows, at least 1.
    public let height: Int

    /// A box.
    ///
    /// - Precondition: Both sides are positive.
    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a box of \(width) x \(height) pixels has none")
        (self.width, self.height) = (width, height)
    }
}

extension Picture {
    /// The picture with the mean of a box around each pixel, rounded to bytes.
    ///
    /// The picture continues beyond its edges as its mirror image, without the edge being repeated. Of a box with an even side the
    /// larger half is before the pixel. Cost: a few passes over the picture, whatever the size of the box.
    ///
    /// - Parameter box: The box, which may be larger than the picture.
    package func blurred(by box: BlurBox) -> Picture {
        // Sums of at most 2^31 pixels fit; the division comes last, so that nothing is rounded twice.
        let rows = Self.sums(
            of: pixels.map(Int.init), lines: height, lineStride: width * 3, length: width, stride: 3, window: box.width)
        let both = Self.sums(of: rows, lines: width, lineStride: 3, length: height, stride: width * 3, window: box.height)
        let area = Double(box.width * box.height)
        return with(both.map { UInt8((Double($0) / area).rounded(.toNearestOrEven)) })
    }

    /// The sums over a window along lines of pixels; all three bands.
    private static func sums(
        of values: [Int], lines: Int, lineStride: Int, length: Int, stride: Int, window: Int
    ) -> [Int] {
        var result = values
        let places = (0..<length + window - 1).map { mirrored($0 - window / 2, length) * stride }
        values.withUnsafeBufferPointer { values in
            result.withUnsafeMutableBufferPointer { result in
                for line in 0..<lines {
                    for band in 0..<3 {
                        let start = line * lineStride + band
                        var sum = 0
                        for place in places[0..<window] { sum += values[start + place] }
                        for position in 0..<length {
                            result[start + position * stride] = sum
                            guard position + 1 < length else { break }
                            sum += values[start + places[position + window]] - values[start + places[position]]
                        }
                    }
                }
            }
        }
        return result
    }

    /// The position inside `0..<length` that a position outside mirrors; the positions at the ends are not repeated.
    private static func mirrored(_ position: Int, _ length: Int) -> Int {
        guard length > 1 else { return 0 }
        let period = 2 * (length - 1)
        let place = ((position % period) + period) % period
        return place < length ? place : period - place
    }
}
