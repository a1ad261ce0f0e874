import Foundation
import Matrices

/// A free-standing broadleaf tree with forking branches, and leaves in clumps lit from one side.
struct BroadleafTree {
    let foot: SIMD2<Float>
    let height: Float
    let light: Light
    let sunFromLeft: Bool

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let bark = Colour(sRGB: 0x33261C) * (light.ambient * 0.7 + light.direct * 0.25)
        paintShadow(on: &canvas)
        var tips: [SIMD2<Float>] = []
        let trunk = foot + SIMD2(Float(stream.uniform(in: -0.04...0.04)), -0.3) * height
        canvas.stroke(from: foot + SIMD2(0, height * 0.01), to: trunk, thickness: height * 0.055, height * 0.036, bark)
        for fork in -1...1 {
            let angle = -Float.pi / 2 + Float(fork) * 0.62 + Float(stream.uniform(in: -0.12...0.12))
            grow(
                from: trunk, angle: angle, length: height * 0.24, thickness: height * 0.03, depth: 3, bark, &tips, on: &canvas,
                using: &stream)
        }
        paintLeaves(on: &canvas, tips: tips, using: &stream)
    }

    private func paintShadow(on canvas: inout Canvas) {
        let centre = foot + SIMD2(sunFromLeft ? 0.16 : -0.16, 0.015) * height
        let strength = 0.55 * clamp01(light.direct.luminance * 2)
        canvas.paint(x: centre.x - height * 0.5, centre.x + height * 0.5, y: centre.y - height * 0.08, centre.y + height * 0.08) {
            x, y, pixel in
            let dx = (x - centre.x) / (height * 0.44), dy = (y - centre.y) / (height * 0.055)
            pixel *= 1 - strength * smoothStep(1, 0.45, (dx * dx + dy * dy).squareRoot())
        }
    }

    private func grow(
        from start: SIMD2<Float>, angle: Float, length: Float, thickness: Float, depth: Int, _ bark: Colour,
        _ tips: inout [SIMD2<Float>], on canvas: inout Canvas, using stream: inout RandomStream
    ) {
        let end = start + SIMD2(cos(angle), sin(angle)) * length
        canvas.stroke(from: start, to: end, thickness: thickness, thickness * 0.65, bark)
        tips.append(end)
        guard depth > 0 else { return }
        for side: Float in [-1, 1] {
            let turn = side * Float(stream.uniform(in: 0.3...0.65))
            grow(
                from: end, angle: angle + turn, length: length * Float(stream.uniform(in: 0.62...0.8)),
                thickness: thickness * 0.62,
                depth: depth - 1, bark, &tips, on: &canvas, using: &stream)
        }
    }

    private func paintLeaves(on canvas: inout Canvas, tips: [SIMD2<Float>], using stream: inout RandomStream) {
        let autumn = Float(stream.uniform())
        let leaf = autumn < 0.7 ? mix(Colour(sRGB: 0x4E6B25), Colour(sRGB: 0x7C8F35), autumn) : Colour(sRGB: 0xC4702A)
        let dark = light.ambient * 0.38, lit = light.ambient * 0.6 + light.direct * 0.95
        let centre = foot + SIMD2(0, -0.62) * height
        for layer in 0..<3 {
            for tip in tips {
                for _ in 0..<12 {
                    let spread = height * 0.068
                    let place = tip + SIMD2(Float(stream.normal()), Float(stream.normal()) * 0.8) * spread
                    let offset = (place - centre) / (height * 0.4)
                    let facing = clamp01(
                        0.42 + (sunFromLeft ? -offset.x : offset.x) * 0.4 - offset.y * 0.42 + Float(stream.normal()) * 0.12)
                    let tone = leaf * mix(dark, lit, facing * (0.4 + 0.3 * Float(layer)))
                    canvas.disc(place, radius: height * Float(stream.uniform(in: 0.008...0.017)), tone, opacity: 0.9)
                }
            }
        }
    }
}
