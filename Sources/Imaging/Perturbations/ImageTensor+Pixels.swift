extension ImageTensor {
    /// The picture with the same change applied to every value.
    func mapped(_ change: (Float) -> Float) -> ImageTensor {
        ImageTensor(width: width, height: height, values: values.map(change))
    }

    /// The picture with values limited to 0...255.
    var clipped: ImageTensor { mapped { min(255, max(0, $0)) } }

    /// The picture in bytes: clipped, and rounded.
    var picture: Picture {
        Picture(width: width, height: height, pixels: values.map { UInt8(min(255, max(0, $0)).rounded()) })
    }

    /// The values of a picture, 0 to 255.
    init(_ picture: Picture) {
        self.init(width: picture.width, height: picture.height, values: picture.pixels.map(Float.init))
    }

    /// The luma of every pixel (ITU-R BT.601 weights), row by row.
    var luma: [Float] {
        stride(from: 0, to: values.count, by: 3).map { pixel in
            0.299 * values[pixel] + 0.587 * values[pixel + 1] + 0.114 * values[pixel + 2]
        }
    }

    /// A picture of another size, made pixel by pixel from places of this one, with interpolation between its pixels.
    func sampled(width: Int, height: Int, at place: (_ x: Double, _ y: Double) -> (x: Double, y: Double)) -> ImageTensor {
        var result: [Float] = []
        result.reserveCapacity(width * height * 3)
        for row in 0..<height {
            for column in 0..<width {
                let point = place(Double(column), Double(row))
                appendValues(at: point, to: &result)
            }
        }
        return ImageTensor(width: width, height: height, values: result)
    }

    private func appendValues(at point: (x: Double, y: Double), to result: inout [Float]) {
        let x = min(max(0, point.x), Double(width - 1)), y = min(max(0, point.y), Double(height - 1))
        let left = Int(x), top = Int(y)
        let right = min(left + 1, width - 1), bottom = min(top + 1, height - 1)
        let across = Float(x - Double(left)), down = Float(y - Double(top))
        for channel in 0..<3 {
            func value(_ column: Int, _ row: Int) -> Float { values[3 * (row * width + column) + channel] }
            let upper = value(left, top) + across * (value(right, top) - value(left, top))
            let lower = value(left, bottom) + across * (value(right, bottom) - value(left, bottom))
            result.append(upper + down * (lower - upper))
        }
    }
}

/// A place beyond a border, mirrored about the outermost pixel.
func mirrored(_ place: Int, _ count: Int) -> Int {
    guard count > 1 else { return 0 }
    let period = 2 * (count - 1)
    let inside = ((place % period) + period) % period
    return inside < count ? inside : period - inside
}
