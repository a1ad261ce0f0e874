import Foundation

/// What the camera does to the light before the sensor: rotation, defocus, motion, dark corners.
enum Lens {
    /// The canvas rotated by `angle` radians about its centre and cut to `width` x `height`.
    static func rotated(_ canvas: Canvas, by angle: Float, width: Int, height: Int) -> Canvas {
        var result = Canvas(width: width, height: height)
        let centre = SIMD2(Float(canvas.width), Float(canvas.height)) / 2
        let middle = SIMD2(Float(width), Float(height)) / 2
        let (sine, cosine) = (sin(angle), cos(angle))
        result.paint { x, y, pixel in
            let dx = x - middle.x, dy = y - middle.y
            pixel = canvas.sample(centre.x + cosine * dx - sine * dy, centre.y + sine * dx + cosine * dy)
        }
        return result
    }

    /// Every point becomes a disc of `radius` pixels, as behind a round aperture, sampled at 28 points on a spiral.
    static func defocused(_ canvas: Canvas, radius: Float) -> Canvas {
        let spiral = (0..<28).map { index -> SIMD2<Float> in
            let distance = ((Float(index) + 0.5) / 28).squareRoot() * radius, angle = Float(index) * 2.399_963
            return SIMD2(cos(angle), sin(angle)) * distance
        }
        let width = canvas.width, height = canvas.height
        var result = canvas
        result.paint { x, y, pixel in
            var total = pixel
            for offset in spiral {
                total += canvas[min(max(Int(x + offset.x), 0), width - 1), min(max(Int(y + offset.y), 0), height - 1)]
            }
            pixel = total / Float(spiral.count + 1)
        }
        return result
    }

    /// The camera moved along `path` pixels while the shutter was open.
    static func moved(_ canvas: Canvas, along path: SIMD2<Float>) -> Canvas {
        let steps = min(max(Int((path * path).sum().squareRoot()), 2), 20)
        var result = canvas
        result.paint { x, y, pixel in
            var total = Colour.zero
            for step in 0..<steps {
                let t = Float(step) / Float(steps - 1) - 0.5
                total += canvas.sample(x + path.x * t, y + path.y * t)
            }
            pixel = total / Float(steps)
        }
        return result
    }

    /// Light is lost towards the corners; the share lost in the very corner is `strength`.
    static func vignetted(_ canvas: Canvas, strength: Float) -> Canvas {
        var result = canvas
        let centre = SIMD2(Float(canvas.width), Float(canvas.height)) / 2
        let reach = (centre * centre).sum()
        result.paint { x, y, pixel in
            let offset = SIMD2(x, y) - centre
            let share = (offset * offset).sum() / reach
            pixel *= 1 - strength * share * share
        }
        return result
    }
}
