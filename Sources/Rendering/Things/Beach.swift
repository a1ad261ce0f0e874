import Matrices

/// Sand along the lower edge, wet where the last wave ran out in foam.
struct Beach {
    let light: Light

    func paint(on canvas: inout Canvas, using stream: inout RandomStream) {
        let noise = NoiseField(using: &stream)
        let width = Float(canvas.width), height = Float(canvas.height)
        let slope = Float(stream.uniform(in: 0.06...0.16)) * (Bool.random(using: &stream) ? 1 : -1)
        let sand = Colour(sRGB: 0xC9A97C), illumination = light.ambient * 0.65 + light.direct * 0.45
        let foamTone = light.ambient * 0.85 + light.direct * 0.5
        canvas.paint(from: Int(height * 0.6)) { x, y, pixel in
            let bend = noise.sum(x / width * 2.3, 4, octaves: 3) * 0.045
            let shore = height * (0.87 + slope * (x / width - 0.5) + bend)
            let inland = (y - shore) / height
            guard inland > -0.05 else { return }
            let ripples = noise.sum(x / height * 9, y / height * 46, octaves: 4) * 0.12 + 1
            let dry = sand * illumination * ripples
            let wet = mix(dry * 0.42, pixel, 0.4)
            let ground = mix(wet, dry, smoothStep(0.02, 0.11, inland + bend * 0.5))
            pixel = mix(pixel, ground, smoothStep(-0.004, 0.004, inland))
            let lace = smoothStep(-0.28, 0.3, noise.sum(x / height * 26, y / height * 60, octaves: 4))
            let foam = smoothStep(-0.045, -0.006, inland) * smoothStep(0.014, 0.004, inland)
            pixel = mix(pixel, foamTone, foam * lace * 0.9)
        }
    }
}
