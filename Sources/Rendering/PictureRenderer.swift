import Imaging
import Foundation
import Matrices

/// A rendered picture and what is known about it.
package struct RenderedPicture: Sendable {
    /// The picture.
    package let picture: Picture
    /// What it shows.
    package let kind: SceneKind
    /// What was done badly; empty for an aesthetic picture.
    package let faults: [PictureFault]
}

/// A renderer of landscapes, seas, skies and still lifes, well or badly photographed.
///
/// Both classes show the same scenes. The aesthetic pictures are composed by the rule of thirds, level, sharp and in good
/// light; the others have one to three `PictureFault`s. Every picture has its own random streams, named by class and index. It
/// therefore depends neither on how many pictures are made nor on the thread that makes it.
package struct PictureRenderer: Sendable {
    /// The seed of all pictures.
    package let seed: UInt64

    /// Makes a renderer with this seed.
    package init(seed: UInt64) {
        self.seed = seed
    }

    /// Renders a picture, whose sides have between 300 and 520 pixels.
    ///
    /// Cost: about 40 ms.
    ///
    /// - Parameters:
    ///   - index: the number of the picture within its class.
    ///   - aesthetic: the class of the picture.
    package func render(index: Int, aesthetic: Bool) -> RenderedPicture {
        let name = "picture/\(aesthetic ? "aesthetic" : "not-aesthetic")/\(index)"
        var stream = RandomStream(seed: seed, name: name)
        let kind = SceneKind.allCases[Int.random(in: 0..<SceneKind.allCases.count, using: &stream)]
        let faults = aesthetic ? [] : Shortcomings.draw(using: &stream)
        let size = Self.size(using: &stream)
        let camera = Camera(faults: Set(faults), using: &stream)
        var canvas = camera.canvas(width: size.width, height: size.height)
        let brief = Self.brief(kind: kind, faults: Set(faults), using: &stream)
        var sceneStream = RandomStream(seed: seed, name: name + "/scene")
        Self.scene(kind, brief, using: &sceneStream).paint(on: &canvas, using: &sceneStream)
        if brief.isCluttered && kind != .stillLife {
            OutdoorClutter(light: brief.light).paint(on: &canvas, using: &sceneStream)
        }
        var grainStream = RandomStream(seed: seed, name: name + "/grain")
        let picture = camera.picture(of: canvas, width: size.width, height: size.height, using: &grainStream)
        return RenderedPicture(picture: picture, kind: kind, faults: faults)
    }

    private static func brief(kind: SceneKind, faults: Set<PictureFault>, using stream: inout RandomStream) -> SceneBrief {
        let lowHorizon = kind != .sea || stream.uniform() < 0.5
        let framing = Framing(lowHorizon: lowHorizon, badly: faults.contains(.badlyFramed), using: &stream)
        let good = Light.good(for: kind, using: &stream)
        let isFlat = faults.contains(.flatLight)
        return SceneBrief(
            framing: framing, light: isFlat ? .flat : good, isCluttered: faults.contains(.cluttered), isFlat: isFlat)
    }

    private static func scene(_ kind: SceneKind, _ brief: SceneBrief, using stream: inout RandomStream) -> any Scene {
        switch kind {
        case .land: LandScene(brief: brief, using: &stream)
        case .sea: SeaScene(brief: brief, using: &stream)
        case .sky: SkyScene(brief: brief, using: &stream)
        case .stillLife: StillLifeScene(brief: brief, using: &stream)
        }
    }

    /// Common formats, some of them in portrait orientation, each a few pixels larger or smaller.
    private static func size(using stream: inout RandomStream) -> (width: Int, height: Int) {
        let sizes = [(480, 320), (480, 320), (500, 334), (448, 336), (512, 288), (320, 480), (336, 448), (384, 384)]
        let (width, height) = sizes[Int.random(in: sizes.indices, using: &stream)]
        let scale = stream.uniform(in: 0.95...1.02)
        return (Int(Double(width) * scale), Int(Double(height) * scale))
    }
}
