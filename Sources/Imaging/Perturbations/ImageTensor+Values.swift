import Matrices

extension ImageTensor {
    /// The mean over squares with an odd side, mirrored at the borders.
    ///
    /// Cost: two passes, whatever the side.
    func boxBlurred(side: Int) -> ImageTensor {
        precondition(side % 2 == 1, "a square of \(side) pixels has no middle")
        let rows = Self.blurred(values, lines: height, count: width, step: 3, lineStep: 3 * width, side: side)
        let both = Self.blurred(rows, lines: width, count: height, step: 3 * width, lineStep: 3, side: side)
        return ImageTensor(width: width, height: height, values: both)
    }

    /// Running means along lines of `count` pixels that are `step` values apart.
    private static func blurred(
        _ values: [Float], lines: Int, count: Int, step: Int, lineStep: Int, side: Int
    ) -> [Float] {
        let radius = side / 2
        var result = values
        for line in 0..<lines {
            for channel in 0..<3 {
                let start = line * lineStep + channel
                var sum: Float = (-radius...radius).reduce(0) { $0 + values[start + mirrored($1, count) * step] }
                for place in 0..<count {
                    result[start + place * step] = sum / Float(side)
                    sum += values[start + mirrored(place + radius + 1, count) * step]
                    sum -= values[start + mirrored(place - radius, count) * step]
                }
            }
        }
        return result
    }

    /// Normally distributed numbers converted to bytes, added with saturation.
    func noisy(deviation: Double, from stream: inout RandomStream) -> ImageTensor {
        let changed = values.map { value -> Float in
            let noise = (deviation * stream.normal()).rounded(.towardZero)
            return noise < 0 ? 255 : min(255, value + Float(noise))
        }
        return ImageTensor(width: width, height: height, values: changed)
    }

    /// Nine times each pixel minus its eight neighbours; values may leave 0...255.
    var sharpened: ImageTensor {
        let mean = boxBlurred(side: 3)
        return ImageTensor(width: width, height: height, values: zip(values, mean.values).map { 10 * $0 - 9 * $1 })
    }

    func contrasted(factor: Float) -> ImageTensor {
        let luma = luma
        let mean = Float(luma.reduce(0.0) { $0 + Double($1) } / Double(luma.count))
        return mapped { mean + factor * ($0 - mean) }.clipped
    }

    /// Written as JPEG and read again.
    func compressed(quality: Int) throws(ImagingError) -> ImageTensor {
        let name = "the perturbed picture"
        let bytes = try picture.encoded(as: .jpeg(quality: quality), path: name)
        return ImageTensor(try PictureDecoder().decode(bytes, path: name))
    }
}
