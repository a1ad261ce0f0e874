import Matrices

/// Gradient noise on the plane (Perlin 1985, with the quintic of 2002), and sums of its octaves.
///
/// It repeats after 256 units in each direction.
final class NoiseField {
    private let permutation: [UInt8]
    private let gradients: [SIMD2<Float>]

    init(using stream: inout RandomStream) {
        permutation = Array(0...255).shuffled(using: &stream)
        gradients = (0..<256).map { _ in
            let (x, y) = (Float(stream.normal()), Float(stream.normal()))
            return SIMD2(x, y) / max((x * x + y * y).squareRoot(), 1e-6)
        }
    }

    /// The noise at a point, around 0 and mostly in [-0.7, 0.7].
    func value(_ x: Float, _ y: Float) -> Float {
        let cellX = x.rounded(.down), cellY = y.rounded(.down)
        let fx = x - cellX, fy = y - cellY
        let column = Int(cellX) & 255, row = Int(cellY) & 255
        return permutation.withUnsafeBufferPointer { table in
            gradients.withUnsafeBufferPointer { gradients in
                func corner(_ i: Int, _ j: Int) -> Float {
                    let hash = table[(Int(table[(column + i) & 255]) + row + j) & 255]
                    let gradient = gradients[Int(hash)]
                    return gradient.x * (fx - Float(i)) + gradient.y * (fy - Float(j))
                }
                let u = fx * fx * fx * (fx * (fx * 6 - 15) + 10), v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
                return mix(mix(corner(0, 0), corner(1, 0), u), mix(corner(0, 1), corner(1, 1), u), v)
            }
        }
    }

    /// A sum of octaves (fractional Brownian motion), each with half the size and half the strength; around 0, about [-1, 1].
    func sum(_ x: Float, _ y: Float, octaves: Int, gain: Float = 0.5) -> Float {
        var total: Float = 0, strength: Float = 1
        var px = x, py = y
        for _ in 0..<octaves {
            total += strength * value(px, py)
            strength *= gain
            // Each octave is rotated, so that the grids do not line up.
            (px, py) = (1.6 * px - 1.2 * py + 17.3, 1.2 * px + 1.6 * py + 5.1)
        }
        return total
    }

    /// Ridges: the same sum folded at 0, in about [0, 1], with a sharp top.
    func ridges(_ x: Float, _ y: Float, octaves: Int) -> Float {
        var total: Float = 0, strength: Float = 0.55, carried: Float = 1
        var px = x, py = y
        for _ in 0..<octaves {
            let fold = 1 - abs(value(px, py)) * 1.6
            let ridge = fold * fold * carried
            total += ridge * strength
            carried = clamp01(ridge * 1.6)
            strength *= 0.5
            (px, py) = (1.6 * px - 1.2 * py + 31.7, 1.2 * px + 1.6 * py + 11.9)
        }
        return total
    }
}
