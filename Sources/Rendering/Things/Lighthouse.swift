import Matrices

/// A lighthouse on a headland; it is painted before the water, which reflects it.
struct Lighthouse {
    let foot: SIMD2<Float>
    let light: Light

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let h = Float(canvas.height)
        // Headland, tower and lamp together are half as high again, and must stay below the upper edge of the picture.
        let size = min(h * Float(stream.uniform(in: 0.2...0.26)), foot.y * 0.48)
        let noise = NoiseField(using: &stream)
        let side: Float = foot.x > Float(canvas.width) / 2 ? 1 : -1
        let base = headland(on: &canvas, noise: noise, side: side, size: size)
        let white = light.ambient * 0.7 + light.direct * 0.65, dark = light.ambient * 0.3 + light.direct * 0.05
        let half = size * 0.1
        let red = Bool.random(using: &stream)
        let top = base - size
        canvas.convex([
            SIMD2(foot.x - half * 0.62, top), SIMD2(foot.x + half * 0.62, top), SIMD2(foot.x + half, base + 2),
            SIMD2(foot.x - half, base + 2),
        ]) { x, y in
            let across = (x - foot.x) / half * side
            let band = red && Int((y - top) / size * 5) % 2 == 1
            let paint = band ? Colour(sRGB: 0xB3261E) : Colour(repeating: 0.95)
            return mix(white, dark, smoothStep(-0.7, 0.9, across)) * paint
        }
        let lamp = SIMD2(foot.x, top - size * 0.07)
        canvas.convex(box(lamp, half * 0.75, size * 0.02, lift: size * 0.06)) { _, _ in dark * 0.5 }
        canvas.convex(box(lamp, half * 0.4, size * 0.06, lift: 0)) { _, _ in light.sun * 0.9 }
        canvas.convex([
            lamp + SIMD2(0, -size * 0.12), lamp + SIMD2(half * 0.55, -size * 0.055), lamp + SIMD2(-half * 0.55, -size * 0.055),
        ]) { _, _ in
            Colour(sRGB: 0x8E211B) * (light.ambient.luminance + 0.3)
        }
    }

    private func box(_ centre: SIMD2<Float>, _ halfWidth: Float, _ halfHeight: Float, lift: Float) -> [SIMD2<Float>] {
        let c = centre + SIMD2(0, lift)
        return [
            c + SIMD2(-halfWidth, -halfHeight), c + SIMD2(halfWidth, -halfHeight), c + SIMD2(halfWidth, halfHeight),
            c + SIMD2(-halfWidth, halfHeight),
        ]
    }

    /// Paints the rock under the tower, which extends out of the picture on its side, and returns its height under the tower.
    private func headland(on canvas: inout Canvas, noise: NoiseField, side: Float, size: Float) -> Float {
        let h = Float(canvas.height)
        func top(_ x: Float) -> Float {
            let out = (x - foot.x) * side / h
            let rise = smoothStep(-0.2, 0.02, out) * (0.3 + 0.35 * clamp01(out * 1.2))
            return foot.y - size * max(rise + noise.sum(x / h * 7, 1, octaves: 4) * 0.1 * smoothStep(-0.2, 0, out), 0)
        }
        let rock = Colour(sRGB: 0x4A443C), grass = Colour(sRGB: 0x5C6B33)
        let illumination = light.ambient * 0.8 + light.direct * 0.35
        canvas.paint(from: Int(foot.y - size), to: Int(foot.y + 1)) { x, y, pixel in
            let depth = y - top(x)
            guard depth > -1 else { return }
            let crag = noise.sum(x / h * 22, y / h * 30, octaves: 3) * 0.5 + 0.7
            let tone = mix(grass, rock, smoothStep(size * 0.03, size * 0.1, depth + crag * size * 0.04)) * illumination * crag
            pixel = mix(pixel, tone, clamp01(depth + 0.5))
        }
        return top(foot.x) + 1
    }
}
