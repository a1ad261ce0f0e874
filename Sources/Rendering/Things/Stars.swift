import Foundation
import Matrices

/// Stars and the band of the Milky Way above a horizon.
struct Stars {
    let horizon: Float
    let moon: SIMD2<Float>

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let noise = NoiseField(using: &stream)
        let height = Float(canvas.height), width = Float(canvas.width)
        let lean = Float(stream.uniform(in: 0.35...0.8)) * (moon.x > width / 2 ? 1 : -1)
        let centre = width - moon.x
        func band(_ x: Float, _ y: Float) -> Float {
            let across = (x - centre - (y - height * 0.4) * lean) / height
            return exp(-across * across * 26)
        }
        canvas.paint(from: 0, to: Int(min(horizon, height))) { x, y, pixel in
            let strength = band(x, y)
            guard strength > 0.02 else { return }
            let cloud = noise.sum(x / height * 6, y / height * 6, octaves: 5)
            let dust = smoothStep(0.1, 0.5, noise.sum(x / height * 4 + 40, y / height * 4, octaves: 4))
            let tone = Colour(0.30, 0.32, 0.45) * clamp01(0.45 + cloud * 0.7) * (1 - 0.75 * dust)
            pixel += tone * (strength * 0.42 * smoothStep(0, 0.25, (horizon - y) / height))
        }
        let count = Int(width * height / 190)
        for _ in 0..<count {
            let x = Float(stream.uniform()) * width, y = Float(stream.uniform()) * horizon
            let brightness = Float(pow(stream.uniform(), 7)) * 1.6 + 0.07
            let warm = Float(stream.uniform())
            let kept = Float(stream.uniform()) < 0.45 + band(x, y)
            guard kept else { continue }
            let tone = mix(Colour(0.75, 0.85, 1.1), Colour(1.1, 0.9, 0.7), warm) * brightness
            canvas.glow(
                SIMD2(x, y), radius: (0.3 + brightness * 0.28) * canvas.unit,
                tone * 1.15 * smoothStep(0, 0.2, (horizon - y) / height))
        }
    }
}
