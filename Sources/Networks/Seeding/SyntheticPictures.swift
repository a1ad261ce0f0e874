import Foundation
import Imaging
import Matrices
import Reference

/// Small pictures with the statistics of photographs, by the dead leaves model (Lee, Mumford and Huang 2001).
///
/// They consist of discs of every size that cover one another.
enum SyntheticPictures {
    private static let count = 4
    private static let side = 112
    private static let discs = 600
    private static let radii = 2.0...50.0

    private struct Disc {
        let x, y, radius: Double
        let colour: [Float]
    }

    /// The pictures in the given range of values, `[3, pictures, side, side]`; they are always the same.
    static func maps(of pixels: PixelValues) -> FeatureMaps {
        var values = [Float](repeating: 0, count: 3 * count * side * side)
        for picture in 0..<count {
            for (index, colour) in colours(number: picture).enumerated() {
                let pixel = Self.values(of: colour, pixels)
                for channel in 0..<3 { values[(channel * count + picture) * side * side + index] = pixel[channel] }
            }
        }
        return FeatureMaps(channels: 3, pictures: count, height: side, width: side, values: values)
    }

    /// A colour in [0, 1], in the range of values `pixels`.
    private static func values(of colour: [Float], _ pixels: PixelValues) -> [Float] {
        switch pixels {
        case .unit: return colour
        case .signed: return colour.map { 2 * $0 - 1 }
        case .byte, .imagenet, .caffe, .lite:
            let (first, second, third) = pixels.values(
                red: 255 * colour[0], green: 255 * colour[1], blue: 255 * colour[2])
            return [first, second, third]
        }
    }

    private static func colours(number: Int) -> [[Float]] {
        var stream = RandomStream(seed: 0, name: "synthetic picture \(number)")
        let brightness = stream.uniform(in: 0.3...0.55)
        var pixels = [[Float]](repeating: [Float](repeating: Float(brightness), count: 3), count: side * side)
        for _ in 0..<discs { paint(disc(&stream, brightness: brightness), on: &pixels) }
        return pixels
    }

    /// A disc whose radius has a density that falls with its cube, which makes the picture look alike at every scale.
    private static func disc(_ stream: inout RandomStream, brightness: Double) -> Disc {
        let (small, large) = (pow(radii.lowerBound, -2), pow(radii.upperBound, -2))
        let radius = pow(small + (large - small) * stream.uniform(), -0.5)
        let grey = brightness + 0.3 * stream.normal()
        return Disc(
            x: stream.uniform(in: 0...Double(side)), y: stream.uniform(in: 0...Double(side)), radius: radius,
            colour: (0..<3).map { _ in Float(min(max(grey + 0.1 * stream.normal(), 0), 1)) })
    }

    private static func paint(_ disc: Disc, on pixels: inout [[Float]]) {
        let rows = max(0, Int(disc.y - disc.radius))..<min(side, Int(disc.y + disc.radius) + 1)
        let columns = max(0, Int(disc.x - disc.radius))..<min(side, Int(disc.x + disc.radius) + 1)
        for row in rows {
            for column in columns where hypot(Double(column) - disc.x, Double(row) - disc.y) < disc.radius {
                pixels[row * side + column] = disc.colour
            }
        }
    }
}
