import Foundation
import Matrices

/// The ground in the foreground: a meadow with flowers, or rows of a crop that run to a point on the horizon.
struct Field {
    let light: Light
    /// The height at which the plane vanishes.
    let horizon: Float
    /// The height at which the field begins.
    let edge: Float
    let hasRows: Bool
    let vanishing: Float

    private static let crops: [(Colour, Colour)] = [
        (Colour(sRGB: 0x7A5BA8), Colour(sRGB: 0x3E5A2C)), (Colour(sRGB: 0xD9B44A), Colour(sRGB: 0x8A7A2E)),
        (Colour(sRGB: 0x6E9A3A), Colour(sRGB: 0x4A3A24)), (Colour(sRGB: 0xC2473B), Colour(sRGB: 0x39602A)),
    ]

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let noise = NoiseField(using: &stream)
        let height = Float(canvas.height), width = Float(canvas.width)
        let crop = Self.crops[Int.random(in: 0..<Self.crops.count, using: &stream)]
        let grass = mix(Colour(sRGB: 0x5C7F2E), Colour(sRGB: 0x9A9440), Float(stream.uniform()) * 0.8)
        let profile = Profile(width: canvas.width) { x in edge + height * 0.012 * noise.sum(x / height * 2, 3, octaves: 3) }
        canvas.paint(from: Int(edge - height * 0.05)) { x, y, pixel in
            let cover = clamp01(y - profile[x] + 0.5)
            guard cover > 0 else { return }
            let below = max(y - horizon, 1) / height
            let depth = 1 / (below + 0.01)
            let u = (x - vanishing) / height * depth, v = depth * 2
            let detail = noise.sum(u * 5, v * 4, octaves: 3) * smoothStep(45, 6, depth)
            let blades = noise.sum(x / height * 60, y / height * 20 * (0.4 + below), octaves: 2) * smoothStep(0.05, 0.3, below)
            var surface = grass * (1 + detail * 0.35)
            if hasRows {
                let wave = 0.5 + 0.5 * cos(u * 13 + detail * 0.9)
                let fade = smoothStep(40, 14, depth)
                surface = mix(crop.1, crop.0 * (1 + detail * 0.4), mix(0.6, smoothStep(0.3, 0.65, wave), fade))
            }
            surface *= 1 + blades * 0.5
            let sunlit = smoothStep(-0.35, 0.35, noise.sum(u * 0.35, v * 0.22 + 60, octaves: 2))
            let lit = surface * (light.ambient * 0.55 + light.direct * (0.18 + 0.5 * sunlit))
            let veiled = mix(lit, light.horizon, 0.3 * smoothStep(0.12, 0, below))
            pixel = mix(pixel, veiled * mix(1, 0.8, smoothStep(0.25, 0.7, below)), cover)
        }
        if !hasRows { paintFlowers(on: &canvas, width: width, using: &stream) }
    }

    private func paintFlowers(on canvas: inout Canvas, width: Float, using stream: inout RandomStream) {
        let height = Float(canvas.height)
        let hues: [UInt32] = [0xF2E14C, 0xFFFFFF, 0xE0506A, 0xB07CD8]
        let first = Colour(sRGB: hues[Int.random(in: 0..<4, using: &stream)]),
            second = Colour(sRGB: hues[Int.random(in: 0..<4, using: &stream)])
        let illumination = light.ambient * 0.6 + light.direct * 0.5
        for _ in 0..<520 {
            // The square root of a uniform number puts more flowers close to the viewer.
            let below = Float(stream.uniform().squareRoot())
            let y = edge + height * 0.03 + below * (height * 1.02 - edge)
            let x = Float(stream.uniform()) * width
            let near = (y - horizon) / height
            let tone = (stream.uniform() < 0.7 ? first : second) * illumination
            canvas.disc(SIMD2(x, y), radius: max(height * 0.0105 * near * 1.5, 0.35), tone, opacity: 0.85)
        }
    }
}
