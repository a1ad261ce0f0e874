/// What the colours of a panel mean.
public enum PanelScale: Sendable, Equatable {
    /// Green segments raise the number and red ones lower it; the strongest weights in view.
    case segments(highest: Double, lowest: Double)
    /// Red raises the number and blue lowers it, up to this value on either side.
    case signed(bound: Double)
    /// From nothing to this value, dark to bright.
    case heat(most: Double)
}

/// The colours of panels.
enum PanelColours {
    static let raising = SIMD3<Float>(46, 160, 67)
    static let lowering = SIMD3<Float>(218, 54, 51)

    /// From blue over white to red; `value` in [-1, 1].
    static func signed(_ value: Float) -> SIMD3<Float> {
        let strength = min(1, abs(value))
        let end: SIMD3<Float> = value > 0 ? .init(214, 31, 54) : .init(24, 102, 214)
        return SIMD3(repeating: 255) + (end - SIMD3(repeating: 255)) * strength
    }

    /// From dark violet over red and orange to pale yellow; `value` in [0, 1].
    static func heat(_ value: Float) -> SIMD3<Float> {
        let stops: [SIMD3<Float>] = [
            .init(13, 8, 60), .init(92, 20, 110), .init(176, 48, 88), .init(235, 105, 42), .init(251, 182, 60),
            .init(252, 250, 190),
        ]
        let place = min(1, max(0, value)) * Float(stops.count - 1)
        let lower = min(Int(place), stops.count - 2)
        return stops[lower] + (stops[lower + 1] - stops[lower]) * (place - Float(lower))
    }
}

extension SIMD3<Float> {
    /// Rounded to bytes.
    var bytes: SIMD3<UInt8> { .init(clamped(lowerBound: .zero, upperBound: .init(repeating: 255)), rounding: .toNearestOrEven) }
}
