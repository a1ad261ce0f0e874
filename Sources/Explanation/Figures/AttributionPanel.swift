import Imaging

/// An attribution drawn over its picture.
public struct AttributionPanel: Sendable {
    /// The drawing.
    public let picture: Picture
    /// What its colours mean.
    public let scale: PanelScale

    /// The most segments that are shown for and against.
    public static let shownSegments = 10

    /// Draws an attribution over a picture.
    ///
    /// Segments are coloured and outlined, the ten that raise the number most and the ten that lower it most. Other attributions
    /// that have both signs are drawn in red and blue over a pale grey picture, and those without negative values as heat.
    ///
    /// - Parameters:
    ///   - attribution: The attribution.
    ///   - picture: The picture that it explains, of the same size or smaller; the attribution is reduced to that size.
    /// - Precondition: The picture is not larger than the attribution.
    public init(_ attribution: Attribution, over picture: Picture) {
        if let segments = attribution.segments {
            self.init(Self.segments(segments, over: picture))
        } else {
            self.init(
                values: attribution.values, width: attribution.width, height: attribution.height, over: picture)
        }
    }

    private init(_ drawn: (picture: Picture, scale: PanelScale)) {
        (picture, scale) = drawn
    }

    /// Draws a map over a picture, in red and blue if it has both signs, else as heat.
    ///
    /// - Parameters:
    ///   - values: `[height, width]`.
    ///   - width: The number of columns.
    ///   - height: The number of rows.
    ///   - picture: The picture, of the same size or smaller; the map is reduced to that size.
    /// - Precondition: The picture is not larger than the map.
    public init(values: [Float], width: Int, height: Int, over picture: Picture) {
        let map = ReducedMap(values, width: width, height: height, to: (picture.width, picture.height))
        let isSigned = map.values.contains { $0 < 0 }
        self.init(isSigned ? Self.signed(map.values, over: picture) : Self.heat(map.values, over: picture))
    }

    private static func signed(_ values: [Float], over picture: Picture) -> (Picture, PanelScale) {
        let bound = clippingBound(values)
        let drawn = picture.recoloured { pixel, colour in
            let grey = colour.luma
            let value = bound > 0 ? max(-1, min(1, values[pixel] / bound)) : 0
            let pale = SIMD3<Float>(repeating: 190 + grey * 65 / 255)
            // Even a strong pixel leaves a quarter of the picture to see.
            return pale + (PanelColours.signed(value) - pale) * (0.75 * abs(value).squareRoot())
        }
        return (drawn, .signed(bound: Double(bound)))
    }

    private static func heat(_ values: [Float], over picture: Picture) -> (Picture, PanelScale) {
        let most = clippingBound(values)
        let drawn = picture.recoloured { pixel, colour in
            let grey = SIMD3<Float>(repeating: colour.luma)
            return grey + (PanelColours.heat(most > 0 ? values[pixel] / most : 0) - grey) * 0.6
        }
        return (drawn, .heat(most: Double(most)))
    }

    /// The magnitude that all but two hundredths of the pixels with a value do not exceed: single pixels would make the rest pale.
    private static func clippingBound(_ values: [Float]) -> Float {
        let sorted = values.map(abs).filter { $0 > 0 }.sorted()
        return sorted.isEmpty ? 0 : sorted[(sorted.count - 1) * 98 / 100]
    }

    private static func segments(_ segments: WeightedSegments, over picture: Picture) -> (Picture, PanelScale) {
        let labels = segments.map.reduced(to: (picture.width, picture.height))
        let weights = segments.weights
        let order = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
        let raising = Set(order.prefix(shownSegments).filter { weights[$0] > 0 })
        let lowering = Set(order.suffix(shownSegments).filter { weights[$0] < 0 })
        let drawn = picture.recoloured { pixel, colour in
            let segment = Int(labels[pixel])
            let isRaising = raising.contains(segment)
            guard isRaising || lowering.contains(segment) else { return SIMD3(repeating: 90 + colour.luma * 120 / 255) }
            let tint = isRaising ? PanelColours.raising : PanelColours.lowering
            let isEdge = labels.isEdge(pixel, width: picture.width, height: picture.height)
            return isEdge ? tint * 0.55 : colour + (tint - colour) * 0.45
        }
        return (drawn, .segments(highest: weights.max() ?? 0, lowest: weights.min() ?? 0))
    }
}

extension [Int32] {
    /// Whether a pixel's right or lower neighbour, or the next one after it, belongs to another segment.
    fileprivate func isEdge(_ pixel: Int, width: Int, height: Int) -> Bool {
        let (row, column) = (pixel / width, pixel % width)
        for step in 1...2 {
            if column + step < width, self[pixel + step] != self[pixel] { return true }
            if row + step < height, self[pixel + step * width] != self[pixel] { return true }
        }
        return false
    }
}

extension SegmentMap {
    /// The segment at the middle of each pixel of a smaller picture.
    fileprivate func reduced(to size: (width: Int, height: Int)) -> [Int32] {
        (0..<size.height).flatMap { row in
            let first = (2 * row + 1) * height / (2 * size.height) * width
            return (0..<size.width).map { labels[first + (2 * $0 + 1) * width / (2 * size.width)] }
        }
    }
}

extension SIMD3<Float> {
    /// The luma (ITU-R BT.601).
    fileprivate var luma: Float { 0.299 * x + 0.587 * y + 0.114 * z }
}

extension Picture {
    /// The picture with another colour for each pixel.
    fileprivate func recoloured(_ colour: (_ pixel: Int, SIMD3<Float>) -> SIMD3<Float>) -> Picture {
        var changed = pixels
        for pixel in 0..<width * height {
            let place = 3 * pixel
            let old = SIMD3<Float>(Float(pixels[place]), Float(pixels[place + 1]), Float(pixels[place + 2]))
            let new = colour(pixel, old).bytes
            for channel in 0..<3 { changed[place + channel] = new[channel] }
        }
        return Picture(width: width, height: height, pixels: changed)
    }
}
