import Imaging

import Explanation

/// A judge whose number is known for every picture, and which counts what it is asked.
final class PlantedFunction: PictureFunction {
    let batchSize: Int
    private(set) var asked = 0
    private(set) var largestBatch = 0
    private let value: (Picture) -> Double

    init(batchSize: Int = 16, _ value: @escaping (Picture) -> Double) { (self.batchSize, self.value) = (batchSize, value) }

    func values(of pictures: [Picture]) -> [Double] {
        asked += pictures.count
        largestBatch = max(largestBatch, pictures.count)
        return pictures.map(value)
    }

    /// The mean red of a part of a picture, of 1.
    static func red(left: Int, top: Int, side: Int) -> PlantedFunction {
        PlantedFunction { picture in
            var sum = 0
            for row in top..<top + side {
                for column in left..<left + side { sum += Int(picture.pixels[(row * picture.width + column) * 3]) }
            }
            return Double(sum) / Double(255 * side * side)
        }
    }

    /// Grey noise with a red square whose side is 16 at (24, 8), `[40, 56]`.
    static var cue: Picture {
        var state: UInt32 = 9
        let pixels = (0..<40 * 56).flatMap { place -> [UInt8] in
            state = state &* 1_664_525 &+ 1_013_904_223
            let (row, column) = (place / 56, place % 56)
            let grey = UInt8(80 + (state >> 24) % 20)
            return (8..<24).contains(row) && (24..<40).contains(column) ? [230, 20, 20] : [grey, grey, grey]
        }
        return Picture(width: 56, height: 40, pixels: pixels)
    }

    /// The share of the positive values of an attribution that are in the red square.
    static func shareInside(_ attribution: Attribution) -> Double {
        var inside = 0.0, all = 0.0
        for (place, value) in attribution.values.enumerated() where value > 0 {
            all += Double(value)
            if (8..<24).contains(place / 56), (24..<40).contains(place % 56) { inside += Double(value) }
        }
        return inside / all
    }
}
