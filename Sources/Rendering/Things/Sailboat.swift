/// A sailing boat with two sails and its broken reflection.
struct Sailboat {
    let waterline: SIMD2<Float>
    let height: Float
    let light: Light

    func paint(on canvas: inout Canvas) {
        let white = (light.ambient * 0.75 + light.direct * 0.6)
        let shade = light.ambient * 0.5 + light.direct * 0.12
        let hull = Colour(sRGB: 0x5A2A1E) * (light.ambient.luminance + 0.35)
        paintReflection(on: &canvas, white * 0.7)
        let x = waterline.x, y = waterline.y, h = height
        let mast = SIMD2(x, y - h)
        canvas.convex([mast + SIMD2(h * 0.015, 0), SIMD2(x + h * 0.38, y - h * 0.13), SIMD2(x + h * 0.015, y - h * 0.13)]) {
            px, _ in
            mix(white, shade, clamp01((px - x) / (h * 0.45)))
        }
        canvas.convex([mast + SIMD2(-h * 0.015, h * 0.06), SIMD2(x - h * 0.015, y - h * 0.12), SIMD2(x - h * 0.3, y - h * 0.1)]) {
            px, _ in
            mix(shade, white, clamp01((x - px) / (h * 0.3)))
        }
        canvas.stroke(from: mast, to: SIMD2(x, y - h * 0.05), thickness: h * 0.008, h * 0.018, shade * 0.4)
        canvas.convex([
            SIMD2(x - h * 0.34, y - h * 0.085), SIMD2(x + h * 0.4, y - h * 0.075), SIMD2(x + h * 0.3, y + h * 0.015),
            SIMD2(x - h * 0.24, y + h * 0.015),
        ]) { _, py in mix(hull * 1.5, hull * 0.6, clamp01((py - y + h * 0.085) / (h * 0.1))) }
    }

    private func paintReflection(on canvas: inout Canvas, _ white: Colour) {
        let x = waterline.x, y = waterline.y, h = height
        canvas.paint(x: x - h * 0.4, x + h * 0.4, y: y, y + h * 0.75) { px, py, pixel in
            let down = (py - y) / (h * 0.75)
            let wobble = 0.06 * h * down * sinWave(py * 22 / h) + 0.02 * h * sinWave(py * 61 / h)
            let half = h * 0.3 * (1 - down)
            let cover = clamp01((half - abs(px + wobble - x)) / (h * 0.05)) * (1 - down)
            pixel = mix(pixel, down < 0.09 ? white * 0.25 : white, cover * 0.5)
        }
    }

    /// A triangle wave between -1 and 1.
    private func sinWave(_ value: Float) -> Float {
        let turn = value - value.rounded(.down)
        return abs(turn * 4 - 2) - 1
    }
}
