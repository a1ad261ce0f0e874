import Imaging

/// Explains a verdict by a linear model of the judge around the picture (LIME; Ribeiro, Singh and Guestrin 2016,
/// doi:10.1145/2939672.2939778).
///
/// Segments of the picture are hidden at random, and a ridge regression says how the judge's number depends on which are shown.
/// Samples count the more, the more of the picture they show.
public struct LIME: ExplanationMethod, Sendable {
    /// Its name on a command line.
    public var name: String { "lime" }
    /// Masks are random.
    public var dependsOnSeed: Bool { true }

    /// How the picture is divided.
    public var superpixels: Superpixels = .quickshift()
    /// What hidden segments look like.
    public var hiding: Hiding = .colour(red: 0, green: 0, blue: 0)
    /// The number of samples, at least 2; the first shows everything.
    public var samples = 1000
    /// The width of the kernel that weighs samples by their distance from the picture, above 0.
    public var kernelWidth = 0.25
    /// How the segments that get a weight are chosen.
    public var choice: SegmentChoice = .automatic
    /// The largest number of segments that get a weight; nil for all.
    public var mostSegments: Int?
    /// The number of threads that divide the picture; no result depends on it.
    public var threads: Int

    /// The method with the parameters that its authors' program uses for pictures, and hidden segments black.
    ///
    /// - Parameter threads: The number of threads that divide the picture.
    public init(threads: Int) { self.threads = threads }

    /// The memory that masks, the regression and a batch of pictures take; dividing the picture comes before.
    public func memory(width: Int, height: Int) -> Int {
        max(
            superpixels.memory(width: width, height: height),
            memory(width: width, height: height, segments: superpixels.mostSegments(width: width, height: height)))
    }

    private func memory(width: Int, height: Int, segments: Int) -> Int {
        let masks = 3 * samples * (segments + 16), regression = 24 * segments * segments
        return masks + regression + 16 * 3 * width * height
    }

    /// Explains the number that a picture gets.
    ///
    /// Cost: as many evaluations as there are samples, less those that are equal.
    ///
    /// - Parameters:
    ///   - picture: The working picture.
    ///   - function: The number to explain.
    ///   - seed: Seeds the masks, and what is random about segments.
    ///   - progress: Told after each batch of evaluations.
    /// - Returns: The weight of each segment, spread over its pixels, with intercept, weighted R² and local prediction.
    /// - Throws: `ExplanationError`, and what the networks throw.
    public func explain(
        _ picture: Picture, of function: any PictureFunction, seed: UInt64, progress: ExplanationProgress
    ) throws -> Attribution {
        try requireMemory(for: picture)
        let segments = try superpixels.segments(of: picture, seed: seed, threads: threads)
        try requireMemory(memory(width: picture.width, height: picture.height, segments: segments.count))
        let masks = SegmentMasks(random: max(samples, 2), segments: segments.count, seed: seed)
        let segmented = SegmentedPicture(
            picture: picture, background: hiding.background(of: picture, segments: segments), segments: segments)
        let values = try segmented.values(of: function, on: masks, progress: progress)
        let surrogate = try Surrogate(
            masks, values: values, kernelWidth: kernelWidth, choice: choice, most: mostSegments)
        var attribution = segmented.attribution(method: name, weights: surrogate.weights, explained: values[0])
        attribution.figures = [
            .init("segments", Double(segments.count)), .init("samples", Double(masks.count)),
            .init("intercept", surrogate.intercept), .init("local prediction", surrogate.prediction),
        ]
        if let determination = surrogate.determination { attribution.figures.append(.init("weighted R²", determination)) }
        if let note = EvaluationNotes.constant(values) { attribution.notes.append(note) }
        return attribution
    }
}
