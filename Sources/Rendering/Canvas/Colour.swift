import Foundation

/// Red, green and blue in linear light; 1 is the white of the picture, and highlights exceed it.
typealias Colour = SIMD3<Float>

extension SIMD3 where Scalar == Float {
    /// Converts an sRGB colour written as 0xRRGGBB to linear light.
    init(sRGB code: UInt32) {
        self.init(
            Self.linear(Float((code >> 16) & 255) / 255), Self.linear(Float((code >> 8) & 255) / 255),
            Self.linear(Float(code & 255) / 255))
    }

    /// Converts hue in turns, and saturation and value in [0, 1], all as in sRGB.
    init(hue: Float, saturation: Float, value: Float) {
        func channel(_ shift: Float) -> Float {
            let position = (hue + shift) - (hue + shift).rounded(.down)
            let ramp = Swift.min(Swift.max(abs(position * 6 - 3) - 1, 0), 1)
            return Self.linear(value * (1 - saturation + saturation * ramp))
        }
        self.init(channel(0), channel(2 / 3), channel(1 / 3))
    }

    private static func linear(_ value: Float) -> Float {
        value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// Relative luminance (ITU-R BT.709).
    var luminance: Float { x * 0.2126 + y * 0.7152 + z * 0.0722 }

    var length: Float { (self * self).sum().squareRoot() }

    var normalized: SIMD3 { self / Swift.max(length, 1e-12) }

    func dot(_ other: SIMD3) -> Float { (self * other).sum() }
}

/// `a` at 0, `b` at 1.
@inline(__always)
func mix(_ a: Colour, _ b: Colour, _ t: Float) -> Colour { a + (b - a) * t }

@inline(__always)
func mix(_ a: Float, _ b: Float, _ t: Float) -> Float { a + (b - a) * t }

/// 0 below `low`, 1 above `high`, and smooth in between; `low` may be above `high`.
@inline(__always)
func smoothStep(_ low: Float, _ high: Float, _ value: Float) -> Float {
    let t = clamp01((value - low) / (high - low))
    return t * t * (3 - 2 * t)
}

@inline(__always)
func clamp01(_ value: Float) -> Float { min(max(value, 0), 1) }
