import Imaging
import Foundation
import Matrices

/// A camera in somebody's hands: level and focused, or with the faults that it was given.
struct Camera {
    /// The angle in radians.
    private let tilt: Float
    /// The radius in pixels for a picture that is 300 pixels high.
    private let blur: Float
    private let shake: SIMD2<Float>
    private let vignette: Float
    private let development: Development

    init(faults: Set<PictureFault>, using stream: inout RandomStream) {
        let side: Float = Bool.random(using: &stream) ? 1 : -1
        tilt = faults.contains(.tilted) ? side * Float(stream.uniform(in: 0.13...0.26)) : 0
        blur = faults.contains(.defocused) ? Float(stream.uniform(in: 2.6...6)) : 0
        let length = faults.contains(.motionBlurred) ? Float(stream.uniform(in: 9...22)) : 0
        let direction = Float(stream.uniform(in: -0.9...0.9))
        shake = SIMD2(cos(direction), sin(direction)) * length
        vignette = Float(stream.uniform(in: 0.1...0.3))
        development = Self.development(faults, using: &stream)
    }

    private static func development(_ faults: Set<PictureFault>, using stream: inout RandomStream) -> Development {
        var development = Development()
        if faults.contains(.overexposed) { development.exposure = Float(stream.uniform(in: 3.2...6)) }
        if faults.contains(.underexposed) { development.exposure = Float(stream.uniform(in: 0.09...0.18)) }
        if faults.contains(.noisy) { development.noise = Float(stream.uniform(in: 0.09...0.2)) }
        if faults.contains(.colourCast) {
            // None of these is the warm light of a low sun, which would be flattering.
            let casts = [
                Colour(0.62, 1.15, 0.6), Colour(1, 1.2, 0.35), Colour(0.45, 0.8, 1.6), Colour(1.3, 0.55, 1.2),
                Colour(0.4, 1.05, 1.15),
            ]
            development.balance = casts[Int.random(in: casts.indices, using: &stream)]
        }
        if faults.contains(.flatLight) {
            development.saturation = Float(stream.uniform(in: 0.35...0.6))
            development.contrast = -0.25
        } else {
            development.saturation = 1.06
            development.contrast = 0.22
        }
        return development
    }

    /// An empty canvas, large enough that the rotated picture has no empty corners.
    func canvas(width: Int, height: Int) -> Canvas {
        guard tilt != 0 else { return Canvas(width: width, height: height) }
        let (sine, cosine) = (abs(sin(tilt)), cos(tilt))
        let turnedWidth = Float(width) * cosine + Float(height) * sine,
            turnedHeight = Float(width) * sine + Float(height) * cosine
        return Canvas(width: Int(turnedWidth.rounded(.up)), height: Int(turnedHeight.rounded(.up)))
    }

    /// The picture that the camera takes of the scene on `canvas`.
    func picture(of canvas: Canvas, width: Int, height: Int, using stream: inout RandomStream) -> Picture {
        var canvas = canvas
        if tilt != 0 { canvas = Lens.rotated(canvas, by: tilt, width: width, height: height) }
        if blur > 0 { canvas = Lens.defocused(canvas, radius: blur * canvas.unit) }
        if shake != .zero { canvas = Lens.moved(canvas, along: shake * canvas.unit) }
        return development.picture(of: Lens.vignetted(canvas, strength: vignette), using: &stream)
    }
}
