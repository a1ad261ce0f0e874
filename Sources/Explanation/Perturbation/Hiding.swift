import Imaging

/// What stands in the place of hidden parts of a picture.
public enum Hiding: Sendable, Equatable {
    /// One colour.
    case colour(red: UInt8, green: UInt8, blue: UInt8)
    /// The mean colour of each segment, or of the whole picture where there are no segments.
    case mean
    /// The picture blurred by a box of this many columns and rows; nil for one as large as the picture.
    case blur(BlurBox?)

    /// The picture with every pixel hidden.
    ///
    /// - Parameters:
    ///   - picture: The picture.
    ///   - segments: Its segments; nil if the whole picture is one.
    /// - Returns: A picture of the same size.
    package func background(of picture: Picture, segments: SegmentMap? = nil) -> Picture {
        switch self {
        case .colour(let red, let green, let blue):
            let count = picture.width * picture.height
            return picture.with((0..<count).flatMap { _ in [red, green, blue] })
        case .mean:
            return picture.meanColours(in: segments)
        case .blur(let box):
            return picture.blurred(by: box ?? BlurBox(width: picture.width, height: picture.height))
        }
    }
}

extension Picture {
    /// The same picture with other pixels.
    func with(_ pixels: [UInt8]) -> Picture { Picture(width: width, height: height, pixels: pixels) }

    /// Every pixel takes the mean colour of its segment, rounded.
    fileprivate func meanColours(in segments: SegmentMap?) -> Picture {
        let labels = segments?.labels ?? [Int32](repeating: 0, count: width * height)
        let count = segments?.count ?? 1
        var sums = [Int](repeating: 0, count: count * 3), sizes = [Int](repeating: 0, count: count)
        for (pixel, label) in labels.enumerated() {
            sizes[Int(label)] += 1
            for band in 0..<3 { sums[Int(label) * 3 + band] += Int(pixels[pixel * 3 + band]) }
        }
        let means = sums.indices.map { UInt8((2 * sums[$0] + sizes[$0 / 3]) / (2 * sizes[$0 / 3])) }
        return with(labels.flatMap { means[Int($0) * 3..<Int($0) * 3 + 3] })
    }
}
