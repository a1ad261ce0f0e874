import Foundation
import Matrices

/// What a careful photographer would have walked around: poles with wires, signs, bins, a twig in front of the lens.
struct OutdoorClutter {
    let light: Light

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let kinds = stream.distinct(2, below: 3)
        for kind in kinds {
            switch kind {
            case 0: paintWires(on: &canvas, using: &stream)
            case 1: paintThings(on: &canvas, using: &stream)
            default: paintTwigs(on: &canvas, using: &stream)
            }
        }
    }

    private func paintWires(on canvas: inout Canvas, using stream: inout RandomStream) {
        let width = Float(canvas.width), height = Float(canvas.height)
        let dark = light.ambient * 0.06
        let poles = [Float(stream.uniform(in: 0.05...0.4)), Float(stream.uniform(in: 0.55...0.95))].map { $0 * width }
        let tops = poles.map { _ in height * Float(stream.uniform(in: 0.08...0.3)) }
        for (x, top) in zip(poles, tops) {
            canvas.stroke(
                from: SIMD2(x, top), to: SIMD2(x + height * 0.01, height), thickness: height * 0.014, height * 0.022, dark)
            for arm in [Float(0.03), 0.08] {
                canvas.stroke(
                    from: SIMD2(x - height * 0.07, top + arm * height), to: SIMD2(x + height * 0.07, top + arm * height),
                    thickness: height * 0.01, height * 0.01, dark)
            }
        }
        for wire in 0..<5 {
            let offset = Float(wire - 2) * height * 0.03
            let a = SIMD2(poles[0] + offset, tops[0] + height * 0.04), b = SIMD2(poles[1] + offset, tops[1] + height * 0.04)
            let slope = (b.y - a.y) / max(b.x - a.x, 1)
            let start = SIMD2(Float(-5), a.y - slope * a.x), end = SIMD2(width + 5, b.y + slope * (width - b.x))
            paintWire(on: &canvas, [start, a, b, end], sag: height * Float(stream.uniform(in: 0.02...0.06)), dark)
        }
    }

    private func paintWire(on canvas: inout Canvas, _ points: [SIMD2<Float>], sag: Float, _ tone: Colour) {
        for (from, to) in zip(points, points.dropFirst()) {
            var previous = from
            for step in 1...10 {
                let t = Float(step) / 10
                let next = from + (to - from) * t + SIMD2(0, sag * 4 * t * (1 - t))
                canvas.stroke(from: previous, to: next, thickness: canvas.unit * 1.3, canvas.unit * 1.3, tone)
                previous = next
            }
        }
    }

    private func paintThings(on canvas: inout Canvas, using stream: inout RandomStream) {
        let width = Float(canvas.width), height = Float(canvas.height)
        let count = Int.random(in: 4...9, using: &stream)
        for _ in 0..<count {
            let paint = Colour(
                hue: Float(stream.uniform()), saturation: Float(stream.uniform(in: 0.3...1)),
                value: Float(stream.uniform(in: 0.3...0.95)))
            let lit = paint * (light.ambient * 0.6 + light.direct * 0.4)
            let x = Float(stream.uniform()) * width, y = height * Float(stream.uniform(in: 0.68...1.02))
            let near = y / height
            let w = height * Float(stream.uniform(in: 0.02...0.08)) * near * near,
                h = height * Float(stream.uniform(in: 0.04...0.14)) * near * near
            let lean = h * Float(stream.uniform(in: -0.15...0.15))
            if stream.uniform() < 0.45 {
                canvas.stroke(from: SIMD2(x, y), to: SIMD2(x + lean, y - h * 2), thickness: h * 0.1, h * 0.1, lit * 0.25)
            }
            let rise = stream.uniform() < 0.4 ? h : 0
            canvas.convex([
                SIMD2(x - w + lean, y - h - rise), SIMD2(x + w + lean, y - h - rise), SIMD2(x + w, y - rise),
                SIMD2(x - w, y - rise),
            ]) { px, py in lit * (0.75 + 0.35 * (x - px) / max(w, 1)) }
        }
    }

    private func paintTwigs(on canvas: inout Canvas, using stream: inout RandomStream) {
        let width = Float(canvas.width), height = Float(canvas.height)
        let dark = light.ambient * 0.09
        let fromLeft = Bool.random(using: &stream)
        for _ in 0..<Int.random(in: 5...9, using: &stream) {
            var place = SIMD2(fromLeft ? -4 : width + 4, height * Float(stream.uniform(in: 0...0.75)))
            var angle = (fromLeft ? Float(0) : .pi) + Float(stream.uniform(in: -0.6...0.6))
            var thickness = height * Float(stream.uniform(in: 0.008...0.018))
            for _ in 0..<Int.random(in: 4...8, using: &stream) {
                let next = place + SIMD2(cos(angle), sin(angle)) * height * Float(stream.uniform(in: 0.05...0.1))
                canvas.stroke(from: place, to: next, thickness: thickness, thickness * 0.8, dark, opacity: 0.92)
                let bud = next + SIMD2(Float(stream.normal()), Float(stream.normal())) * height * 0.02
                canvas.disc(bud, radius: height * 0.016, softness: 3, dark * 1.6, opacity: 0.85)
                place = next
                angle += Float(stream.uniform(in: -0.5...0.5))
                thickness *= 0.82
            }
        }
    }
}
