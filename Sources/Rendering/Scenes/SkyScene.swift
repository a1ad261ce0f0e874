import Foundation
import Matrices

/// Mostly sky: clouds at dusk or dawn, or stars, above a dark strip of land; with balloons, birds or the sun alone.
struct SkyScene: Scene {
    private enum Subject: CaseIterable {
        case sunAlone, balloons, birds
    }

    private let brief: SceneBrief
    private let subject: Subject

    init(brief: SceneBrief, using stream: inout RandomStream) {
        self.brief = brief
        subject = Subject.allCases[Int.random(in: 0..<Subject.allCases.count, using: &stream)]
    }

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let width = Float(canvas.width), height = Float(canvas.height)
        let horizon = height * min(brief.framing.horizon + 0.2, 0.96)
        let isNight = brief.light.isNight
        let lift = isNight ? stream.uniform(in: 0.35...0.55) : stream.uniform(in: 0.03...0.14)
        let sunX = width * (subject == .sunAlone ? brief.framing.subject : brief.framing.counterpoint)
        let sun = SIMD2(sunX, horizon - height * Float(lift))
        let cover: Float = brief.isFlat || isNight ? 0 : Float(stream.uniform(in: 0.38...0.68))
        let sky = Sky(light: brief.light, horizon: horizon, sun: sun, cover: cover, on: canvas, using: &stream)
        sky.paint(on: &canvas)
        if isNight { Stars(horizon: horizon, moon: sun).paint(on: &canvas, using: &stream) }
        let place = SIMD2(width * brief.framing.subject, height * 0.36)
        switch subject {
        case .sunAlone: break
        case .balloons: paintBalloons(on: &canvas, at: place, using: &stream)
        case .birds: Birds(centre: place, light: brief.light).paint(on: &canvas, using: &stream)
        }
        paintLand(on: &canvas, horizon: horizon, sky: sky, using: &stream)
    }

    private func paintBalloons(on canvas: inout Canvas, at place: SIMD2<Float>, using stream: inout RandomStream) {
        let height = Float(canvas.height)
        // At night, the free third is for the moon.
        let others = brief.light.isNight ? 0 : Int.random(in: 0...2, using: &stream)
        for index in 0..<others {
            let x = Float(canvas.width) * (brief.framing.counterpoint + Float(index) * 0.12 - 0.04)
            let position = SIMD2(x, height * Float(stream.uniform(in: 0.22...0.6)))
            Balloon(
                centre: position, radius: height * Float(stream.uniform(in: 0.022...0.045)), light: brief.light,
                litFromLeft: brief.framing.subject > 0.5
            )
            .paint(on: &canvas, using: &stream)
        }
        Balloon(
            centre: place, radius: height * Float(stream.uniform(in: 0.11...0.15)), light: brief.light,
            litFromLeft: brief.framing.subject > 0.5
        )
        .paint(on: &canvas, using: &stream)
    }

    private func paintLand(on canvas: inout Canvas, horizon: Float, sky: Sky, using stream: inout RandomStream) {
        let noise = NoiseField(using: &stream)
        let height = Float(canvas.height)
        let tones = [
            mix(brief.light.horizon, brief.light.zenith, 0.5) * 0.42, brief.light.zenith * 0.2 + brief.light.ambient * 0.03,
        ]
        for (layer, tone) in tones.enumerated() {
            let base = horizon + height * 0.045 * Float(layer)
            let profile = Profile(width: canvas.width) { x in
                base - height * (0.045 + 0.07 * noise.sum(x / height * (2.2 + Float(layer)), Float(layer) * 9, octaves: 5))
            }
            canvas.paint(from: Int(horizon - height * 0.25)) { x, y, pixel in
                let depth = y - profile[x]
                let toned = mix(tone, tone * 0.5, clamp01(depth / (height * 0.15)))
                pixel = mix(pixel, toned, clamp01(depth + 0.5))
            }
        }
    }
}
