import Foundation
import Imaging

/// A picture in CIELAB (D65, 2° observer), one plane a coordinate, in double precision.
///
/// Distances between colours there are about as large as they look.
struct LabPlanes {
    let width: Int
    let height: Int
    /// Lightness, then the two colour axes; each `[height, width]`.
    private(set) var planes: [[Double]]

    /// The colours of a picture in sRGB.
    ///
    /// - Parameters:
    ///   - picture: The picture.
    ///   - isStretched: Whether its bytes are first stretched so that the smallest is 0 and the largest 255.
    init(_ picture: Picture, isStretched: Bool = false) {
        (width, height) = (picture.width, picture.height)
        let least = isStretched ? picture.pixels.min() ?? 0 : 0
        let span = isStretched ? max(Int(picture.pixels.max() ?? 0) - Int(least), 1) : 255
        let linear = (0...255).map { byte in Self.linear(Double(max(byte - Int(least), 0)) / Double(span)) }
        planes = [[Double]](repeating: [Double](repeating: 0, count: width * height), count: 3)
        for pixel in 0..<width * height {
            let (lightness, a, b) = Self.lab(
                linear[Int(picture.pixels[pixel * 3])], linear[Int(picture.pixels[pixel * 3 + 1])],
                linear[Int(picture.pixels[pixel * 3 + 2])])
            planes[0][pixel] = lightness
            planes[1][pixel] = a
            planes[2][pixel] = b
        }
    }

    /// A value of sRGB in [0, 1], without its gamma (IEC 61966-2-1).
    private static func linear(_ value: Double) -> Double {
        value > 0.04045 ? pow((value + 0.055) / 1.055, 2.4) : value / 12.92
    }

    private static func lab(_ red: Double, _ green: Double, _ blue: Double) -> (Double, Double, Double) {
        let x = curve((0.412453 * red + 0.357580 * green + 0.180423 * blue) / 0.95047)
        let y = curve(0.212671 * red + 0.715160 * green + 0.072169 * blue)
        let z = curve((0.019334 * red + 0.119193 * green + 0.950227 * blue) / 1.08883)
        return (116 * y - 16, 500 * (x - y), 200 * (y - z))
    }

    private static func curve(_ value: Double) -> Double {
        value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
    }

    /// Multiplies every coordinate.
    mutating func multiply(by factor: Double) {
        for plane in planes.indices {
            for pixel in planes[plane].indices { planes[plane][pixel] *= factor }
        }
    }

    /// Smooths every plane with a Gaussian that is cut off at four deviations; edges are mirrored with the edge repeated.
    ///
    /// - Parameter deviation: In pixels; 0 changes nothing.
    mutating func smooth(deviation: Double) {
        guard deviation > 0 else { return }
        let radius = Int(4 * deviation + 0.5)
        var weights = (-radius...radius).map { exp(-0.5 * Double($0 * $0) / (deviation * deviation)) }
        let sum = weights.reduce(0, +)
        for index in weights.indices { weights[index] /= sum }
        for plane in planes.indices {
            let down = Self.smoothed(
                planes[plane], weights, lines: width, lineStride: 1, length: height, stride: width)
            planes[plane] = Self.smoothed(down, weights, lines: height, lineStride: width, length: width, stride: 1)
        }
    }

    private static func smoothed(
        _ values: [Double], _ weights: [Double], lines: Int, lineStride: Int, length: Int, stride: Int
    ) -> [Double] {
        let radius = weights.count / 2
        let places = (-radius..<length + radius).map { mirrored($0, length) * stride }
        var result = values
        for position in 0..<length {
            for line in 0..<lines {
                var sum = 0.0
                for tap in weights.indices { sum += weights[tap] * values[line * lineStride + places[position + tap]] }
                result[line * lineStride + position * stride] = sum
            }
        }
        return result
    }

    private static func mirrored(_ position: Int, _ length: Int) -> Int {
        let period = 2 * length
        let place = ((position % period) + period) % period
        return place < length ? place : period - 1 - place
    }
}
