import Imaging

/// Measures of a photograph that do not depend on what it shows.
///
/// All but the size are measured on the photograph with its longest side at 512 pixels, so that large and small photographs can
/// be compared.
public struct PictureMeasures: Sendable, Codable, Equatable {
    /// The width in pixels, of the upright picture.
    public let width: Int
    /// The height in pixels, of the upright picture.
    public let height: Int
    /// The mean luma (ITU-R BT.709 weights on the stored values), from 0 for black to 1 for white.
    public let brightness: Double
    /// The standard deviation of the luma, from 0 to 0.5.
    public let contrast: Double
    /// The variance of the luma's Laplacian over four neighbours; 0 for a plain surface.
    ///
    /// Proposed as a measure of focus by Pech-Pacheco et al. (2000).
    public let sharpness: Double
    /// The colourfulness of Hasler and Süsstrunk (2003) on values from 0 to 255: 0 for grey, about 15 for slightly, 60 for
    /// quite and 110 for extremely colourful.
    public let colourfulness: Double

    private static let side = 512

    /// Measures a picture.
    ///
    /// Cost: one pass over the picture, and a few over the reduced one.
    ///
    /// - Throws: `ImagingError.vanishingSide` if the picture is so narrow that its reduced side has no pixels.
    public init(of picture: Picture) throws(ImagingError) {
        let turned = picture.orientation.swapsSides
        width = turned ? picture.height : picture.width
        height = turned ? picture.width : picture.height
        let small = try picture.thumbnail(side: Self.side)
        let luma = small.luma
        let light = Moments(of: luma)
        brightness = light.mean
        contrast = light.deviation
        sharpness = Self.sharpness(luma, width: small.width, height: small.height)
        colourfulness = Self.colourfulness(small)
    }

    /// The width divided by the height.
    public var aspectRatio: Double { Double(width) / Double(height) }

    private static func sharpness(_ luma: [Double], width: Int, height: Int) -> Double {
        guard width > 2, height > 2 else { return 0 }
        var laplacian: [Double] = []
        laplacian.reserveCapacity((width - 2) * (height - 2))
        for y in 1..<height - 1 {
            for x in 1..<width - 1 {
                let place = y * width + x
                let neighbours = luma[place - 1] + luma[place + 1] + luma[place - width] + luma[place + width]
                laplacian.append(neighbours - 4 * luma[place])
            }
        }
        let deviation = Moments(of: laplacian).deviation
        return deviation * deviation
    }

    private static func colourfulness(_ picture: Picture) -> Double {
        var redGreen: [Double] = [], yellowBlue: [Double] = []
        redGreen.reserveCapacity(picture.width * picture.height)
        yellowBlue.reserveCapacity(picture.width * picture.height)
        for pixel in stride(from: 0, to: picture.pixels.count, by: 3) {
            let red = Double(picture.pixels[pixel]), green = Double(picture.pixels[pixel + 1])
            redGreen.append(red - green)
            yellowBlue.append((red + green) / 2 - Double(picture.pixels[pixel + 2]))
        }
        let first = Moments(of: redGreen), second = Moments(of: yellowBlue)
        let spread = (first.deviation * first.deviation + second.deviation * second.deviation).squareRoot()
        let shift = (first.mean * first.mean + second.mean * second.mean).squareRoot()
        return spread + 0.3 * shift
    }
}

/// The mean and the standard deviation, with the count as divisor.
private struct Moments {
    let mean: Double
    let deviation: Double

    init(of values: [Double]) {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
}

extension Picture {
    /// The luma of every pixel (ITU-R BT.709 weights), 0 to 1, row by row.
    fileprivate var luma: [Double] {
        stride(from: 0, to: pixels.count, by: 3).map { pixel in
            let weighted = 0.2126 * Double(pixels[pixel]) + 0.7152 * Double(pixels[pixel + 1])
            return (weighted + 0.0722 * Double(pixels[pixel + 2])) / 255
        }
    }
}
