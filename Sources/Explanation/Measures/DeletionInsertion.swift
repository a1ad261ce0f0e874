import Imaging

/// Two tests of an attribution by the judge itself (Petsiuk, Das and Saenko 2018, *RISE*, arXiv:1806.07421).
///
/// Deletion replaces the pixels by the picture's mean colour, those with the highest attribution first. Insertion puts them, in the
/// same order, into a copy of the picture that is blurred by a box of an eighth of its sides. If the attribution is right, the
/// first pixels matter most: the number falls early when they are deleted (a small area), and rises early when they are inserted
/// (a large one).
public struct DeletionInsertion: Sendable, Equatable {
    /// The explained number as pixels are deleted.
    public let deletion: RevealingCurve
    /// The explained number as pixels are inserted.
    public let insertion: RevealingCurve

    /// Two curves.
    public init(deletion: RevealingCurve, insertion: RevealingCurve) {
        self.deletion = deletion
        self.insertion = insertion
    }

    /// Measures an attribution.
    ///
    /// Cost: `2 (steps + 1)` evaluations of the function. Pixels with equal attributions follow each other row by row.
    ///
    /// - Parameters:
    ///   - attribution: The attribution.
    ///   - picture: The picture that it explains, of the same size.
    ///   - function: The number that it explains.
    ///   - steps: The number of equal portions of pixels, at least 1.
    ///   - progress: Told after each batch of evaluations.
    /// - Precondition: The picture and the attribution have the same size.
    /// - Throws: `ExplanationError.cancelled`, and what the function throws.
    public init(
        of attribution: Attribution, picture: Picture, function: any PictureFunction, steps: Int = 20,
        progress: ExplanationProgress = ExplanationProgress()
    ) throws {
        precondition(
            (attribution.width, attribution.height) == (picture.width, picture.height), "an attribution of another picture")
        precondition(steps >= 1, "\(steps) steps")
        let order = attribution.pixelsByValue
        let total = 2 * (steps + 1)
        let grey = Hiding.mean.background(of: picture)
        let box = BlurBox(width: max(1, picture.width / 8), height: max(1, picture.height / 8))
        let blurred = Hiding.blur(box).background(of: picture)
        let deleted = Reveal(order: order, from: picture, to: grey, steps: steps)
        deletion = try deleted.curve(function, progress, done: 0, total: total)
        let inserted = Reveal(order: order, from: blurred, to: picture, steps: steps)
        insertion = try inserted.curve(function, progress, done: steps + 1, total: total)
    }
}

/// A picture that turns into another one in equal portions of pixels.
private struct Reveal {
    let order: [Int32]
    let from: Picture
    let to: Picture
    let steps: Int

    func curve(
        _ function: any PictureFunction, _ progress: ExplanationProgress, done: Int, total: Int
    ) throws -> RevealingCurve {
        var (pixels, replaced, values) = (from.pixels, 0, [Double]())
        let batch = max(1, function.batchSize)
        for first in stride(from: 0, through: steps, by: batch) {
            let pictures = (first...min(first + batch - 1, steps)).map { step in
                let end = order.count * step / steps
                for pixel in order[replaced..<end] {
                    for place in 3 * Int(pixel)..<3 * Int(pixel) + 3 { pixels[place] = to.pixels[place] }
                }
                replaced = end
                return Picture(width: from.width, height: from.height, pixels: pixels)
            }
            values += try function.values(of: pictures)
            try progress.report(done + values.count, of: total)
        }
        let shares = (0...steps).map { Double(order.count * $0 / steps) / Double(order.count) }
        return RevealingCurve(shares: shares, values: values)
    }
}

extension Attribution {
    /// The numbers of all pixels, those with the highest attribution first, equal ones in their order.
    var pixelsByValue: [Int32] {
        let order = Array(0..<Int32(values.count))
        return values.withUnsafeBufferPointer { values in
            order.sorted { first, second in
                let (one, other) = (values[Int(first)], values[Int(second)])
                return one == other ? first < second : one > other
            }
        }
    }
}
