import Foundation
import Matrices

/// One range of mountains or hills; the farther it is, the more it takes on the colour of the haze.
struct MountainRange {
    let light: Light
    /// 0 for the farthest, 1 for the nearest.
    let nearness: Float
    /// The height of the ground in the picture.
    let base: Float
    let isAlpine: Bool
    let hasPines: Bool
    let sunFromLeft: Bool

    func paint(on canvas: inout Canvas, sky: Sky, using stream: inout RandomStream) {
        let height = Float(canvas.height)
        let noise = NoiseField(using: &stream)
        let profile = ridge(on: canvas, noise: noise, using: &stream)
        let haze = mix(light.horizon, light.zenith, 0.3) * 0.82
        let veil = pow(1 - nearness, 0.9) * (isAlpine ? 0.66 : 0.84) + 0.03
        let lowVeil = min(veil + 0.34 * (1 - nearness * 0.55), 0.97)
        canvas.paint(from: 0, to: Int(min(base + 2, height))) { x, y, pixel in
            let depth = y - profile[x]
            guard depth > -0.5 else { return }
            let body = isAlpine ? rock(x, y, depth, noise, height) : slope(x, y, depth, noise, height)
            let sunward = 1 - clamp01(abs(x - sky.sun.x) / height)
            let air = haze + light.glow * (sunward * sunward * 0.12 * light.sunStrength)
            let misted = mix(body, air, mix(veil, lowVeil, smoothStep(0, height * 0.17, depth)))
            pixel = mix(pixel, misted, clamp01(depth + 0.5))
        }
        if hasPines { paintPines(on: &canvas, profile: profile, veil: veil, haze: haze, using: &stream) }
    }

    private func ridge(on canvas: Canvas, noise: NoiseField, using stream: inout RandomStream) -> Profile {
        let height = Float(canvas.height)
        let lift = height * (isAlpine ? mix(0.30, 0.12, nearness) : mix(0.17, 0.05, nearness))
        let swing = height * (isAlpine ? 0.26 : mix(0.10, 0.07, nearness))
        let frequency = isAlpine ? Float(stream.uniform(in: 1.1...1.8)) : Float(stream.uniform(in: 1.2...2.2))
        let row = Float(stream.uniform(in: 0...200))
        return Profile(width: canvas.width) { x in
            let u = x / height * frequency
            if isAlpine {
                return base - lift * 0.35 - swing * noise.ridges(u, row, octaves: 6) * 0.95
            }
            return base - lift - swing * noise.sum(u, row, octaves: hasPines ? 5 : 3)
        }
    }

    private func rock(_ x: Float, _ y: Float, _ depth: Float, _ noise: NoiseField, _ height: Float) -> Colour {
        let u = x / height * 5.5, v = (y + depth * 0.4) / height * 5
        let step: Float = sunFromLeft ? -0.09 : 0.09
        let here = noise.ridges(u, v, octaves: 4), towards = noise.ridges(u + step, v - 0.06, octaves: 4)
        let facing = clamp01(0.36 + (here - towards) * 3)
        let snowLine = height * 0.085 * (0.6 + here)
        let isSnow = smoothStep(0.03, -0.03, (depth - snowLine) / height + (here - 0.55) * 0.07)
        let stone = mix(Colour(sRGB: 0x575A62), Colour(sRGB: 0x464B3C), smoothStep(0.05, 0.25, depth / height))
        let surface = mix(stone, Colour(sRGB: 0xF4F6FA), isSnow)
        return surface * (light.ambient * (0.3 + 0.25 * facing) + light.direct * (facing * 0.75))
    }

    private func slope(_ x: Float, _ y: Float, _ depth: Float, _ noise: NoiseField, _ height: Float) -> Colour {
        let patch = noise.sum(x / height * 3, y / height * 9 + 50, octaves: 3)
        let grain = noise.sum(x / height * 38, y / height * 52, octaves: 2)
        let green = mix(Colour(sRGB: 0x31482A), Colour(sRGB: 0x6F7F3A), clamp01(0.5 + patch))
        let forest = Colour(sRGB: 0x1C2E22)
        let surface = mix(green, forest, hasPines ? 0.85 : 0.15)
        let facing = clamp01(0.5 + patch * 0.7 - depth / height)
        return surface * (1 + grain * 0.45) * (light.ambient * 0.55 + light.direct * (0.2 + 0.5 * facing))
    }

    private func paintPines(
        on canvas: inout Canvas, profile: Profile, veil: Float, haze: Colour, using stream: inout RandomStream
    ) {
        let height = Float(canvas.height)
        let size = height * mix(0.02, 0.075, nearness * nearness)
        let tone = mix(Colour(sRGB: 0x16251C) * (light.ambient * 0.7 + light.direct * 0.2), haze, veil * 0.8)
        var x: Float = -size
        while x < Float(canvas.width) + size {
            let foot = SIMD2(x, profile[x] + size * 0.2)
            let tall = size * Float(stream.uniform(in: 0.65...1.35))
            Pine(foot: foot, height: tall, tone: tone, rim: light.direct * (0.03 * (1 - veil))).paint(on: &canvas, using: &stream)
            x += size * Float(stream.uniform(in: 0.16...0.5))
        }
    }
}
