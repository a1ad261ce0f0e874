import Matrices

/// A rock that stands in the water, with foam at its foot.
struct Rock {
    let foot: SIMD2<Float>
    let size: Float
    let light: Light
    let sunFromLeft: Bool

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let noise = NoiseField(using: &stream)
        let stone = Colour(sRGB: 0x4B4540)
        let half = size * Float(stream.uniform(in: 0.5...0.75))
        let lit = light.ambient * 0.7 + light.direct * 0.8, dark = light.ambient * 0.35
        paintReflection(on: &canvas, half: half, stone * dark)
        canvas.paint(x: foot.x - half * 1.7, foot.x + half * 1.7, y: foot.y - size * 1.4, foot.y + size * 0.3) { x, y, pixel in
            let across = (x - foot.x) / half
            let rough = noise.sum(across * 1.9 + 7, 2, octaves: 4)
            let shape = 1 - abs(across) * abs(across) * (0.75 + 0.5 * rough)
            let top = foot.y - size * max(shape * (0.8 + rough * 0.35), -0.4)
            let crag = noise.ridges(x / size * 2.6, y / size * 1.7, octaves: 4)
            let facing = clamp01(0.5 + (sunFromLeft ? -across : across) * 0.45 + (crag - 0.5) * 0.9)
            let cover = clamp01(y - top + 0.5) * clamp01((foot.y - y) / 1.5 + 0.5)
            pixel = mix(pixel, stone * mix(dark, lit, facing) * (0.55 + crag), cover)
            // Foam clings to the waterline.
            let line = (y - foot.y) / (size * 0.07)
            let foam =
                max(1 - line * line, 0) * smoothStep(1.25, 0.75, abs(across))
                * smoothStep(-0.25, 0.35, noise.sum(x / size * 5, y / size * 14, octaves: 3))
            pixel = mix(pixel, light.ambient * 0.9 + light.direct * 0.4, foam * 0.8)
        }
    }

    private func paintReflection(on canvas: inout Canvas, half: Float, _ tone: Colour) {
        canvas.paint(x: foot.x - half, foot.x + half, y: foot.y, foot.y + size * 0.7) { x, y, pixel in
            let across = (x - foot.x) / half, down = (y - foot.y) / (size * 0.7)
            pixel = mix(pixel, tone, 0.6 * smoothStep(1, 0.5, abs(across) + down * 0.6) * (1 - down))
        }
    }
}
