import Foundation
import Matrices

/// A vessel and fruit on a table beside a window, traced ray by ray.
struct StillLifeScene: Scene {
    private let brief: SceneBrief
    private let hasBokeh: Bool

    init(brief: SceneBrief, using stream: inout RandomStream) {
        self.brief = brief
        hasBokeh = stream.uniform() < 0.4
    }

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let studio = Studio(brief: brief, keyFromLeft: brief.framing.subject > 0.5, using: &stream)
        let view = View(width: Float(canvas.width), height: Float(canvas.height))
        // The vessel stands where the framing puts the subject: fractions of the picture become metres on the table.
        let x = (brief.framing.subject - 0.5) * view.breadth
        var arrangement = Arrangement(at: x, breadth: view.breadth, using: &stream)
        if brief.isCluttered { arrangement.clutter(using: &stream) }
        if hasBokeh && !brief.isFlat { paintBokeh(on: &canvas, studio: studio, view: view, using: &stream) }
        let lamps = canvas
        let tracer = Tracer(studio: studio, solids: arrangement.solids)
        var seen = [Int](repeating: 0, count: canvas.width * canvas.height)
        let width = canvas.width
        canvas.paint { x, y, pixel in
            let (colour, thing) = tracer.trace(view.ray(x, y), behind: lamps.pixels[Int(y) * width + Int(x)])
            pixel = colour
            seen[Int(y) * width + Int(x)] = thing
        }
        smoothOutlines(on: &canvas, seen: seen, tracer: tracer, view: view, lamps: lamps)
    }

    /// Traces pixels where two things meet four more times.
    private func smoothOutlines(on canvas: inout Canvas, seen: [Int], tracer: Tracer, view: View, lamps: Canvas) {
        let width = canvas.width, height = canvas.height
        canvas.paint { x, y, pixel in
            let column = Int(x), row = Int(y), here = seen[row * width + column]
            let right = column + 1 < width ? seen[row * width + column + 1] : here,
                left = column > 0 ? seen[row * width + column - 1] : here
            let below = row + 1 < height ? seen[(row + 1) * width + column] : here,
                above = row > 0 ? seen[(row - 1) * width + column] : here
            guard right != here || below != here || left != here || above != here else { return }
            var total = Colour.zero
            for offset in [SIMD2<Float>(-0.125, -0.375), SIMD2(0.375, -0.125), SIMD2(0.125, 0.375), SIMD2(-0.375, 0.125)] {
                // A lit edge must not be brighter than the film can hold, or its average stays jagged.
                total += pointwiseMin(
                    tracer.trace(view.ray(x + offset.x, y + offset.y), behind: lamps[column, row]).colour, Colour(repeating: 1.2))
            }
            pixel = total / 4
        }
    }

    /// Lamps far in the background, as discs of light; the tracer adds them to the wall.
    private func paintBokeh(on canvas: inout Canvas, studio: Studio, view: View, using stream: inout RandomStream) {
        let width = Float(canvas.width), height = Float(canvas.height)
        let count = Int.random(in: 10...22, using: &stream)
        let radius = height * Float(stream.uniform(in: 0.025...0.05))
        for _ in 0..<count {
            let place = SIMD2(Float(stream.uniform()) * width, Float(stream.uniform()) * height * 0.45)
            let warmth = Float(stream.uniform())
            let tone = mix(Colour(1, 0.62, 0.25), Colour(0.9, 0.8, 0.6), warmth) * Float(stream.uniform(in: 0.1...0.4))
            let size = radius * Float(stream.uniform(in: 0.7...1.2))
            canvas.paint(x: place.x - size * 1.2, place.x + size * 1.2, y: place.y - size * 1.2, place.y + size * 1.2) {
                x, y, pixel in
                let dx = x - place.x, dy = y - place.y
                let distance = (dx * dx + dy * dy).squareRoot() / size
                pixel += tone * (smoothStep(1.06, 0.94, distance) * (0.75 + 0.25 * distance * distance))
            }
        }
    }
}

/// The camera in front of the table.
struct View {
    let width: Float
    let height: Float

    private static let origin = SIMD3<Float>(0, 1.15, -3.6)
    private static let forward = (SIMD3<Float>(0, 0.42, 0.1) - origin).normalized
    private static let up = SIMD3<Float>(0, forward.z, -forward.y)

    /// Half of the picture's height divided by the focal length.
    private var tangent: Float { width > height ? 0.25 : 0.275 * height / width }

    /// The width that the picture shows at the distance of the things.
    var breadth: Float { 2 * tangent * 3.75 * width / height }

    func ray(_ x: Float, _ y: Float) -> Ray {
        let scale = tangent * 2 / height
        let direction = Self.forward + SIMD3((x - width / 2) * scale, 0, 0) + Self.up * ((height / 2 - y) * scale)
        return Ray(origin: Self.origin, direction: direction.normalized)
    }
}
