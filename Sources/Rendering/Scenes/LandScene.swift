import Foundation
import Matrices

/// Mountains or hills one behind the other in the haze, with a lake, a meadow or rows of a field in the foreground.
struct LandScene: Scene {
    private enum Foreground: CaseIterable {
        case lake, meadow, rows
    }

    private let brief: SceneBrief
    private let foreground: Foreground
    private let isAlpine: Bool
    private let hasPines: Bool

    init(brief: SceneBrief, using stream: inout RandomStream) {
        self.brief = brief
        foreground = Foreground.allCases[Int.random(in: 0..<Foreground.allCases.count, using: &stream)]
        isAlpine = stream.uniform() < 0.6
        hasPines = stream.uniform() < 0.6
    }

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let width = Float(canvas.width), height = Float(canvas.height)
        let ground = (brief.framing.horizon * height + 0.08 * height).rounded()
        let rise = Float(stream.uniform(in: 0.1...0.26)) + (isAlpine ? 0.06 : 0)
        let sun = SIMD2(width * brief.framing.counterpoint, ground - height * (rise + 0.06))
        let cover = brief.isFlat ? 0 : Float(stream.uniform(in: 0.15...0.5))
        let sky = Sky(light: brief.light, horizon: ground - height * 0.05, sun: sun, cover: cover, on: canvas, using: &stream)
        canvas.paint(from: 0, to: Int(min(ground + 1, height))) { x, y, pixel in pixel = sky.colour(x, y) }
        paintRanges(on: &canvas, ground: ground, sky: sky, using: &stream)
        switch foreground {
        case .lake:
            Water(
                light: brief.light, horizon: ground, sun: sun, roughness: Float(stream.uniform(in: 0.03...0.18)), using: &stream
            )
            .paint(on: &canvas)
            paintShore(on: &canvas, ground: ground, using: &stream)
        case .meadow, .rows:
            Field(
                light: brief.light, horizon: ground - height * 0.02, edge: ground, hasRows: foreground == .rows,
                vanishing: width * brief.framing.counterpoint
            )
            .paint(on: &canvas, using: &stream)
            paintSubject(on: &canvas, ground: ground, using: &stream)
        }
    }

    private func paintRanges(on canvas: inout Canvas, ground: Float, sky: Sky, using stream: inout RandomStream) {
        let count = Int.random(in: 3...5, using: &stream)
        for index in 0..<count {
            let nearness = Float(index + 1) / Float(count)
            let range = MountainRange(
                light: brief.light, nearness: nearness, base: ground, isAlpine: isAlpine && nearness < 0.72,
                hasPines: hasPines && nearness > (isAlpine ? 0.72 : 0.6), sunFromLeft: sky.sun.x < Float(canvas.width) / 2)
            range.paint(on: &canvas, sky: sky, using: &stream)
        }
    }

    private func paintShore(on canvas: inout Canvas, ground: Float, using stream: inout RandomStream) {
        let height = Float(canvas.height), width = Float(canvas.width)
        let fromLeft = brief.framing.subject < 0.5
        let edge: Float = fromLeft ? 0 : width
        let noise = NoiseField(using: &stream)
        let earth = Colour(sRGB: 0x2E3420) * (brief.light.ambient * 0.7 + brief.light.direct * 0.2)
        canvas.paint(from: Int(height * 0.75)) { x, y, pixel in
            let out = abs(x - edge) / width
            let top = height * (0.86 + out * 0.26 + noise.sum(x / height * 5, 2, octaves: 4) * 0.03)
            let grass = 0.8 + noise.sum(x / height * 40, y / height * 18, octaves: 3) * 0.5
            pixel = mix(pixel, earth * grass, smoothStep(-1.5, 1.5, y - top))
        }
        let trees = Int.random(in: 2...4, using: &stream)
        for index in 0..<trees {
            let out = (brief.framing.subject < 0.5 ? brief.framing.subject : 1 - brief.framing.subject) - Float(index) * 0.105
            let x = fromLeft ? out * width : width - out * width
            let foot = SIMD2(x, height * (0.9 + out * 0.2))
            let size = height * Float(stream.uniform(in: 0.38...0.55)) * (index == 0 ? 1.15 : 0.85)
            Pine(foot: foot, height: size, tone: earth * 0.9, rim: brief.light.direct * 0.05).paint(on: &canvas, using: &stream)
        }
    }

    private func paintSubject(on canvas: inout Canvas, ground: Float, using stream: inout RandomStream) {
        let height = Float(canvas.height), width = Float(canvas.width)
        let foot = SIMD2(width * brief.framing.subject, ground + height * Float(stream.uniform(in: 0.06...0.13)))
        let size = height * Float(stream.uniform(in: 0.34...0.46))
        BroadleafTree(foot: foot, height: size, light: brief.light, sunFromLeft: brief.framing.subject > 0.5)
            .paint(on: &canvas, using: &stream)
    }
}
