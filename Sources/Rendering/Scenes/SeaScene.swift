import Foundation
import Matrices

/// The sea under a sky, with a boat, rocks or a lighthouse, and sometimes a beach in the foreground.
struct SeaScene: Scene {
    private enum Subject: CaseIterable {
        case sailboat, rocks, lighthouse
    }

    private let brief: SceneBrief
    private let subject: Subject
    private let hasBeach: Bool

    init(brief: SceneBrief, using stream: inout RandomStream) {
        self.brief = brief
        subject = Subject.allCases[Int.random(in: 0..<Subject.allCases.count, using: &stream)]
        hasBeach = stream.uniform() < 0.35
    }

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let width = Float(canvas.width), height = Float(canvas.height)
        let horizon = (brief.framing.horizon * height).rounded()
        let sunX = width * (subject == .rocks ? brief.framing.subject : brief.framing.counterpoint)
        let sun = SIMD2(sunX, horizon - height * Float(stream.uniform(in: 0.06...0.2)))
        let cover = brief.isFlat ? 0 : Float(stream.uniform(in: 0.25...0.6))
        let sky = Sky(light: brief.light, horizon: horizon, sun: sun, cover: cover, on: canvas, using: &stream)
        sky.paint(on: &canvas)
        paintFarCoast(on: &canvas, horizon: horizon, using: &stream)
        let place = SIMD2(width * brief.framing.subject, horizon)
        if subject == .lighthouse { Lighthouse(foot: place, light: brief.light).paint(on: &canvas, using: &stream) }
        let roughness = Float(stream.uniform(in: 0.45...0.9))
        Water(light: brief.light, horizon: horizon, sun: sun, roughness: roughness, using: &stream).paint(on: &canvas)
        switch subject {
        case .sailboat:
            let distance = Float(stream.uniform(in: 0.02...0.09)) * height
            Sailboat(
                waterline: place + SIMD2(0, distance), height: height * Float(stream.uniform(in: 0.2...0.3)), light: brief.light
            )
            .paint(on: &canvas)
        case .rocks: paintRocks(on: &canvas, around: place, using: &stream)
        case .lighthouse: break
        }
        if hasBeach { Beach(light: brief.light).paint(on: &canvas, using: &stream) }
    }

    private func paintFarCoast(on canvas: inout Canvas, horizon: Float, using stream: inout RandomStream) {
        guard stream.uniform() < 0.5 else { return }
        let noise = NoiseField(using: &stream)
        let width = Float(canvas.width), height = Float(canvas.height)
        let tone = mix(brief.light.horizon, brief.light.zenith * 0.6, 0.55)
        let from = brief.framing.subject < 0.5 ? width : 0
        canvas.paint(from: Int(horizon - height * 0.14), to: Int(horizon + 1)) { x, y, pixel in
            let taper = 1 - abs(x - from) / (width * 0.62)
            guard taper > 0 else { return }
            let top = horizon - height * (0.1 * taper + 0.05 * noise.sum(x / height * 5, 3, octaves: 4) * taper)
            pixel = mix(pixel, tone, clamp01(y - top + 0.5))
        }
    }

    private func paintRocks(on canvas: inout Canvas, around place: SIMD2<Float>, using stream: inout RandomStream) {
        let height = Float(canvas.height)
        let count = Int.random(in: 2...4, using: &stream)
        for index in 0..<count {
            let main = index == 0
            let dx = main ? 0 : Float(stream.uniform(in: -0.16...0.16)) * height
            let dy = main ? 0.08 * height : Float(stream.uniform(in: 0.03...0.16)) * height
            let size = height * Float(main ? stream.uniform(in: 0.15...0.22) : stream.uniform(in: 0.03...0.07))
            Rock(foot: place + SIMD2(dx, dy), size: size, light: brief.light, sunFromLeft: brief.framing.subject > 0.5)
                .paint(on: &canvas, using: &stream)
        }
    }
}
