import Imaging
import Foundation
import Matrices

/// The way from light to bytes: exposure, white balance, noise, contrast, and the sRGB curve.
struct Development {
    /// The factor on the light.
    var exposure: Float = 1
    /// The factor on each channel.
    var balance = Colour(repeating: 1)
    /// The standard deviation of the noise in mid-grey, as a share of white.
    var noise: Float = 0
    /// 1 leaves colours unchanged, 0 gives grey.
    var saturation: Float = 1
    /// The strength of the S-curve.
    var contrast: Float = 0

    /// The picture that a sensor makes from `canvas`.
    func picture(of canvas: Canvas, using stream: inout RandomStream) -> Picture {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(canvas.pixels.count * 3)
        for pixel in canvas.pixels {
            var light = pointwiseMax(pixel, .zero) * exposure * balance
            light = mix(Colour(repeating: light.luminance), light, saturation)
            var value = Self.encoded(Self.shouldered(pointwiseMax(light, .zero)))
            value = mix(value, value * value * (Colour(repeating: 3) - 2 * value), contrast)
            if noise > 0 { value += grain(using: &stream) }
            let scaled = (value * 255).clamped(lowerBound: .zero, upperBound: Colour(repeating: 255)).rounded(.toNearestOrEven)
            bytes.append(UInt8(scaled.x))
            bytes.append(UInt8(scaled.y))
            bytes.append(UInt8(scaled.z))
        }
        return Picture(width: canvas.width, height: canvas.height, pixels: bytes)
    }

    /// Noise in brightness and, more weakly, in colour: sums of four uniform numbers, all four from one draw.
    private func grain(using stream: inout RandomStream) -> Colour {
        func deviate(_ bits: UInt64) -> Float {
            var sum: Float = 0
            for part in 0..<4 { sum += Float((bits >> UInt64(part * 16)) & 0xFFFF) }
            return (sum / 65535 - 2) * 1.732
        }
        let grey = deviate(stream.next())
        return
            (Colour(repeating: grey) * 0.8 + Colour(deviate(stream.next()), deviate(stream.next()), deviate(stream.next())) * 0.6)
            * noise
    }

    /// Highlights roll off above 0.75 instead of breaking at 1.
    private static func shouldered(_ light: Colour) -> Colour {
        var result = light
        for channel in 0..<3 where light[channel] > 0.75 {
            let above = light[channel] - 0.75
            result[channel] = 0.75 + 0.25 * above / (above + 0.25)
        }
        return result
    }

    private static func encoded(_ light: Colour) -> Colour {
        var result = light
        for channel in 0..<3 {
            let value = light[channel]
            result[channel] = value <= 0.003_130_8 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
        }
        return result
    }
}
