/// What a surface looks like.
struct Material {
    enum Pattern {
        case plain
        /// Streaks from the stem, as on an apple.
        case streaks(Colour)
        /// Fine pits, as on an orange.
        case pitted
        /// A glaze that ends part of the way up.
        case glazed(Colour)
    }

    let colour: Colour
    let pattern: Pattern
    /// The share of light that is reflected at a right angle, in [0, 1].
    let gloss: Float

    /// The colour at a point, which is given relative to the thing's place.
    func albedo(at point: SIMD3<Float>, noise: NoiseField) -> Colour {
        switch pattern {
        case .plain: return colour
        case .streaks(let other):
            let around = noise.value(point.x * 5 + point.z * 3, point.y * 1.2)
            let fine = noise.value(point.x * 26 + 7, point.y * 3 + point.z * 26)
            return mix(colour, other, clamp01(0.25 + around * 0.9 + fine * 0.35))
        case .pitted:
            return colour * (1 + noise.value(point.x * 34, point.y * 34 + point.z * 21) * 0.22)
        case .glazed(let other):
            let border = point.y + noise.value(point.x * 3, point.z * 3) * 0.12
            return mix(other, colour, smoothStep(0.44, 0.48, border))
        }
    }
}
