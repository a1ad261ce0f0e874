import Foundation
import Matrices

/// A hot-air balloon with gores in two or three colours.
struct Balloon {
    let centre: SIMD2<Float>
    let radius: Float
    let light: Light
    let litFromLeft: Bool

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let hue = Float(stream.uniform())
        let colours = [
            Colour(hue: hue, saturation: 0.8, value: 0.85), Colour(sRGB: 0xF4E3B8),
            Colour(hue: hue + 0.08, saturation: 0.85, value: 0.7),
        ]
        let gores = Float(Int.random(in: 8...12, using: &stream))
        let lit = light.ambient * 0.55 + light.direct * 0.75, dark = light.ambient * 0.4
        canvas.paint(x: centre.x - radius * 1.1, centre.x + radius * 1.1, y: centre.y - radius * 1.1, centre.y + radius * 1.6) {
            x, y, pixel in
            let px = (x - centre.x) / radius, py = (y - centre.y) / radius
            let half = Self.halfWidth(py)
            guard half > 0 else { return }
            let across = px / half
            let cover = clamp01((half - abs(px)) * radius + 0.5) * clamp01((1.32 - py) * radius)
            guard cover > 0 else { return }
            let angle = asin(min(max(across, -1), 1))
            let gore = Int(clamp01(angle / .pi + 0.5) * gores)
            let colour = colours[gore % 3]
            let shade = clamp01(0.55 + across * (litFromLeft ? -0.4 : 0.4) - py * 0.3)
            pixel = mix(pixel, colour * mix(dark, lit, shade), cover)
        }
        paintBasket(on: &canvas)
    }

    /// The outline at a height, both in radii: a sphere above, tapering to the mouth below.
    private static func halfWidth(_ y: Float) -> Float {
        if y < -1 { return 0 }
        if y < 0.35 { return max(1 - y * y, 0).squareRoot() }
        return max(0.937 - (y - 0.35) * 0.72, 0)
    }

    private func paintBasket(on canvas: inout Canvas) {
        let dark = Colour(sRGB: 0x3A2A1C) * (light.ambient.luminance + 0.3)
        let top = centre.y + radius * 1.5, half = radius * 0.13
        for side: Float in [-1, 1] {
            canvas.stroke(
                from: SIMD2(centre.x + side * radius * 0.22, centre.y + radius * 1.3), to: SIMD2(centre.x + side * half, top),
                thickness: radius * 0.015, radius * 0.015, dark)
        }
        canvas.convex([
            SIMD2(centre.x - half, top), SIMD2(centre.x + half, top), SIMD2(centre.x + half * 0.8, top + half * 1.5),
            SIMD2(centre.x - half * 0.8, top + half * 1.5),
        ]) { _, _ in dark }
    }
}
