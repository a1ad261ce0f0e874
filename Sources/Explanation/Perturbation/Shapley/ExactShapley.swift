import Imaging

/// Explains a verdict by the exact Shapley value of each of a few segments.
///
/// It is what other methods approximate, and takes an evaluation for every subset of the segments.
public struct ExactShapley: ExplanationMethod, Sendable {
    /// Its name on a command line.
    public var name: String { "shapley" }
    /// SLIC is not random.
    public var dependsOnSeed: Bool { false }

    /// The largest number of segments.
    public static let mostSegments = 12

    /// How many segments there are at most, from 2 to `mostSegments`; there may be fewer.
    public var segments = 9
    /// What hidden segments look like.
    public var hiding: Hiding = .blur(nil)

    /// The method with nine segments, and what is hidden blurred.
    public init() {}

    /// The memory that dividing the picture takes, or a batch of pictures.
    public func memory(width: Int, height: Int) -> Int {
        max(Superpixels.slic().memory(width: width, height: height), 16 * 3 * width * height)
    }

    /// Explains the number that a picture gets.
    ///
    /// - Parameters:
    ///   - picture: The working picture.
    ///   - function: The number to explain.
    ///   - seed: Changes nothing.
    ///   - progress: Told after each batch of evaluations.
    /// - Returns: The value of each segment, spread over its pixels; together with the number of the hidden picture it is that
    ///   of the picture.
    /// - Throws: `ExplanationError`; `.tooManySegments` for more than `mostSegments`; and what the networks throw.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        try requireMemory(for: picture)
        let map = try divided(picture)
        let segmented = SegmentedPicture(
            picture: picture, background: hiding.background(of: picture, segments: map), segments: map)
        let values = try segmented.values(of: function, on: SegmentMasks(everySubsetOf: map.count), progress: progress)
        let shares = ShapleyValues.exact(players: map.count, values: values)
        var attribution = segmented.attribution(method: name, weights: shares, explained: values[values.count - 1])
        try attribution.requireSum(from: values[0])
        attribution.figures = [
            .init("base value", values[0]), .init("evaluations", Double(values.count)), .init("segments", Double(map.count)),
        ]
        if let note = EvaluationNotes.constant(values) { attribution.notes.append(note) }
        return attribution
    }

    /// The picture in as many segments as are wanted, or a few less: SLIC gives only about as many as it is asked for.
    private func divided(_ picture: Picture) throws(ExplanationError) -> SegmentMap {
        guard segments <= Self.mostSegments else {
            throw .tooManySegments(method: name, found: segments, most: Self.mostSegments)
        }
        for asked in stride(from: segments, to: 2, by: -1) {
            let map = try Superpixels.slic(SLIC(segments: asked)).segments(of: picture, seed: 0, threads: 1)
            if map.count <= segments { return map }
        }
        let fewest = try Superpixels.slic(SLIC(segments: 2)).segments(of: picture, seed: 0, threads: 1)
        guard fewest.count <= Self.mostSegments else {
            throw .tooManySegments(method: name, found: fewest.count, most: Self.mostSegments)
        }
        return fewest
    }
}
