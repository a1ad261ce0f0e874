import Foundation
import Matrices

/// The sky above a horizon: a gradient, the glow of the sun or moon, and clouds on a plane that recedes.
struct Sky {
    let light: Light
    let horizon: Float
    let sun: SIMD2<Float>
    let noise: NoiseField
    /// The share of the sky that is covered by clouds, in [0, 1].
    let cover: Float
    /// The length of a cloud along the line of sight, relative to its width.
    let stretch: Float
    let width: Float
    let height: Float
    private let shift: SIMD2<Float>

    init(light: Light, horizon: Float, sun: SIMD2<Float>, cover: Float, on canvas: Canvas, using stream: inout RandomStream) {
        self.light = light
        self.horizon = horizon
        self.sun = sun
        self.cover = cover
        stretch = Float(stream.uniform(in: 0.8...1.7))
        width = Float(canvas.width)
        height = Float(canvas.height)
        noise = NoiseField(using: &stream)
        shift = SIMD2(Float(stream.uniform(in: 0...200)), Float(stream.uniform(in: 0...200)))
    }

    /// The gradient and the glow, without clouds and without the disc.
    func clear(_ x: Float, _ y: Float) -> Colour {
        let elevation = clamp01((horizon - y) / (max(width, height) * 0.62))
        let low = mix(light.horizon, light.middle, smoothStep(0, 0.42, elevation))
        let base = mix(low, light.zenith, smoothStep(0.25, 1, elevation))
        let dx = (x - sun.x) / height, dy = (y - sun.y) / height
        let squared = dx * dx * 0.55 + dy * dy
        let near = exp(-squared * 34) * 0.7 + exp(-squared * 6) * 0.3
        return base + light.glow * (near * light.sunStrength)
    }

    /// The sky with its disc and clouds.
    func colour(_ x: Float, _ y: Float) -> Colour {
        var colour = clear(x, y) + disc(x, y)
        guard cover > 0 else { return colour }
        let elevation = max((horizon - y) / height, 0) + 0.07
        let u = (x - width / 2) / height / elevation * 0.75 + shift.x, v = stretch / elevation + shift.y
        let density = noise.sum(u, v, octaves: 5) + (cover - 0.5) * 1.5
        let amount = smoothStep(-0.12, 0.42, density)
        guard amount > 0.003 else { return colour }
        let toSun = SIMD2(sun.x - x, (sun.y - y) * 0.6) / height
        let step = toSun / max((toSun * toSun).sum().squareRoot(), 0.05) * 0.16
        let ahead = noise.sum(u + step.x, v - step.y, octaves: 3) + (cover - 0.5) * 1.5
        let lit = clamp01(0.55 - (ahead - density * 0.75) * 1.2 - density * 0.35)
        let nearness = exp(-(toSun * toSun).sum() * 7)
        let bright = mix(light.sun, light.glow, nearness * 0.6) * (0.62 + 0.75 * nearness * light.sunStrength)
        let dark = mix(light.zenith, light.horizon, 0.4) * 0.62
        let cloud = mix(dark, bright * (light.isNight ? 0.16 : 1), lit)
        // Distant clouds disappear in the haze above the horizon.
        let visible = amount * smoothStep(0.07, 0.17, elevation) * 0.93
        colour = mix(colour, cloud, visible)
        return colour
    }

    private func disc(_ x: Float, _ y: Float) -> Colour {
        guard light.sunStrength > 0 else { return .zero }
        let dx = x - sun.x, dy = y - sun.y
        let radius = height * (light.isNight ? 0.045 : 0.032)
        let distance = (dx * dx + dy * dy).squareRoot()
        let inside = clamp01((radius - distance) / (height * 0.006) + 0.5)
        return light.sun * (inside * (light.isNight ? 0.95 : 2.2) * min(light.sunStrength * 2, 1))
    }

    func paint(on canvas: inout Canvas) {
        canvas.paint(from: 0, to: Int(min(horizon + 2, height))) { x, y, pixel in pixel = colour(x, y) }
    }
}
