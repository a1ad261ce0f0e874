import Foundation
import Matrices

/// A flock in flight, seen from far away.
struct Birds {
    let centre: SIMD2<Float>
    let light: Light

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let height = Float(canvas.height)
        let tone = light.zenith * 0.12
        let count = Int.random(in: 7...15, using: &stream)
        for index in 0..<count {
            // Two lines that meet at the leader, each bird a little out of line.
            let rank = Float((index + 1) / 2), side: Float = index.isMultiple(of: 2) ? 1 : -0.55
            let jitter = SIMD2(Float(stream.normal()), Float(stream.normal())) * height * 0.008
            let place = centre + SIMD2(rank * 0.042, rank * 0.024 * side) * height + jitter
            let span = height * 0.026 * (1 - rank * 0.035)
            let beat = Float(stream.uniform(in: -0.15...0.45))
            for wing: Float in [-1, 1] {
                let elbow = place + SIMD2(wing * span * 0.45, -span * (0.25 + beat * 0.5))
                canvas.stroke(from: place, to: elbow, thickness: span * 0.2, span * 0.14, tone)
                canvas.stroke(
                    from: elbow, to: place + SIMD2(wing * span, -span * (0.1 - beat * 0.2)), thickness: span * 0.14, span * 0.03,
                    tone)
            }
        }
    }
}
