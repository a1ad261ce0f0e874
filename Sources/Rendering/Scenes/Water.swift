import Foundation
import Matrices

/// Water below a horizon: it reflects what is above it, broken by waves, and glitters under the sun.
struct Water {
    let light: Light
    let horizon: Float
    let sun: SIMD2<Float>
    /// 0 for a mirror, 1 for the open sea.
    let roughness: Float
    /// The colour of the water where it reflects nothing.
    let deep: Colour
    private let noise: NoiseField

    init(light: Light, horizon: Float, sun: SIMD2<Float>, roughness: Float, using stream: inout RandomStream) {
        self.light = light
        self.horizon = horizon
        self.sun = sun
        self.roughness = roughness
        let tint = Colour(sRGB: Bool.random(using: &stream) ? 0x0E3A4C : 0x123052)
        deep = tint * (0.35 + light.ambient.luminance * 1.1)
        noise = NoiseField(using: &stream)
    }

    /// Paints everything below the horizon, using what the canvas shows above it.
    func paint(on canvas: inout Canvas) {
        let above = canvas
        let width = Float(canvas.width), height = Float(canvas.height)
        canvas.paint(from: Int(horizon)) { x, y, pixel in
            let below = max(y - horizon, 0.3) / height
            let depth = 1 / (below + 0.012)
            let u = (x - width / 2) / height * depth, v = depth
            let slope = waves(u, v, depth)
            let mirrored = horizon - below * height * (1 - 0.25 * roughness) - abs(slope.y) * roughness * height * 0.22
            let reflection = above.sample(x + slope.x * roughness * height * 0.06 * (0.3 + below), mirrored)
            let grazing = mix(0.94, 0.42, clamp01(below * (1.1 + roughness * 0.9)))
            var colour = mix(deep, reflection * 0.95, clamp01(grazing - slope.y * roughness * 0.75))
            colour += glitter(x, below, slope, height)
            let edge = clamp01(y - horizon)
            pixel = mix(pixel, colour, edge)
        }
    }

    /// The slopes of the waves across and along the line of sight; waves that are too small to see at a distance are left out.
    private func waves(_ u: Float, _ v: Float, _ depth: Float) -> SIMD2<Float> {
        let swell = noise.value(u * 0.9, v * 1.7)
        let medium = noise.value(u * 2.6 + 9, v * 4.4) * smoothStep(60, 16, depth)
        let small = noise.value(u * 8 + 3, v * 13) * smoothStep(24, 5, depth)
        let fine = noise.value(u * 21 + 3, v * 33) * smoothStep(9, 2, depth)
        return SIMD2(medium + small * 0.7 + fine * 0.5, swell * 0.5 + medium * 0.6 + small * 0.45 + fine * 0.3)
    }

    private func glitter(_ x: Float, _ below: Float, _ slope: SIMD2<Float>, _ height: Float) -> Colour {
        guard light.sunStrength > 0, roughness > 0.2 else { return .zero }
        let spread = height * (0.035 + below * 0.2)
        let away = (x - sun.x) / spread
        let column = exp(-away * away)
        let sparkle = smoothStep(0.02, 0.5, slope.y + slope.x * 0.35 + 0.12)
        return (light.sun * 0.7 + light.glow * 0.5) * (column * sparkle * light.sunStrength * (light.isNight ? 0.35 : 1.1))
    }
}
