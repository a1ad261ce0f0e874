import Foundation
import Matrices

extension ImageTensor {
    /// A part with this share of the area and the same proportions, at a random place.
    func cropped(area: Double, from stream: inout RandomStream) -> ImageTensor {
        let kept = (
            width: max(1, Int(Double(width) * area.squareRoot())), height: max(1, Int(Double(height) * area.squareRoot()))
        )
        let left = Int(stream.uniform() * Double(width - kept.width + 1))
        let top = Int(stream.uniform() * Double(height - kept.height + 1))
        return cut(left: left, top: top, width: kept.width, height: kept.height)
    }

    private func cut(left: Int, top: Int, width kept: Int, height rows: Int) -> ImageTensor {
        var result: [Float] = []
        result.reserveCapacity(kept * rows * 3)
        for row in top..<top + rows {
            let start = 3 * (row * width + left)
            result += values[start..<start + 3 * kept]
        }
        return ImageTensor(width: kept, height: rows, values: result)
    }

    /// The picture rotated about its centre and cropped to the largest upright rectangle inside.
    func rotated(degrees: Double) -> ImageTensor {
        let angle = degrees * .pi / 180
        let inner = Self.innerRectangle(width: Double(width), height: Double(height), angle: abs(angle))
        let size = (width: max(1, Int(inner.width)), height: max(1, Int(inner.height)))
        let (sine, cosine) = (sin(angle), cos(angle))
        return sampled(width: size.width, height: size.height) { x, y in
            let across = x - Double(size.width - 1) / 2, down = y - Double(size.height - 1) / 2
            return (
                Double(width - 1) / 2 + across * cosine - down * sine,
                Double(height - 1) / 2 + across * sine + down * cosine
            )
        }
    }

    /// The largest upright rectangle in one that was rotated by an angle from 0 to a right angle, in radians.
    static func innerRectangle(width: Double, height: Double, angle: Double) -> (width: Double, height: Double) {
        let (sine, cosine) = (sin(angle), cos(angle))
        let isWide = width >= height
        let long = isWide ? width : height, short = isWide ? height : width
        guard short > 2 * sine * cosine * long else {
            // Two corners touch the long sides, and the others are in the middle.
            let half = short / 2
            return isWide ? (half / sine, half / cosine) : (half / cosine, half / sine)
        }
        let difference = cosine * cosine - sine * sine
        return ((width * cosine - height * sine) / difference, (height * cosine - width * sine) / difference)
    }

    /// The picture reduced by a factor with antialiasing, and enlarged again by interpolation.
    func downscaled(factor: Double) throws(ImagingError) -> ImageTensor {
        let small = try InputDescription(
            geometry: .stretch(
                width: max(1, Int((Double(width) / factor).rounded())),
                height: max(1, Int((Double(height) / factor).rounded()))),
            values: .byte, resampling: .antialiasedBilinear
        ).tensor(from: picture)
        return try InputDescription(geometry: .stretch(width: width, height: height), values: .byte)
            .tensor(from: small.picture)
    }
}
