import DataSets
import Extraction
import Imaging
import Matrices
import Records

/// Runs classifiers on photographs: the extractors, then each classifier's reductions, mask and network.
public struct Judge {
    private let classifiers: [Classifier]
    private let pipelines: [ColumnPipeline]
    private let columns: [[Range<Int>]]
    private let threads: Int
    private let pass: ExtractionPass
    /// How the inputs of the extractors are made from a picture, in the order of the extractors.
    public let inputs: [InputDescription]

    /// Creates a judge.
    ///
    /// - Parameters:
    ///   - classifiers: The classifiers of one `Panel`.
    ///   - extractors: The extractors of the same classifiers.
    ///   - decoder: Decodes the photographs.
    ///   - threads: The number of processor threads.
    ///   - disturbance: The perturbation to apply to each photograph; nil for none.
    /// - Throws: `JudgingError.notApplicable` if a classifier does not name its extractors.
    public init(
        _ classifiers: [Classifier], extractors: SharedExtractors, decoder: PictureDecoder, threads: Int,
        disturbance: Disturbance? = nil
    ) throws {
        self.classifiers = classifiers
        pipelines = try classifiers.map { try $0.requiredPipeline() }
        self.threads = threads
        columns = extractors.columns
        inputs = extractors.extractors.map(\.configuration.input)
        pass = ExtractionPass(
            extractors: extractors.extractors, decoder: decoder, threads: threads, variants: [disturbance])
    }

    /// The number of photographs judged together; one at a time, the weights would be read from memory for each.
    public static let together = 16
    /// How long a verdict may wait for others to be judged with it.
    private static let longestWait = Duration.milliseconds(500)

    /// Judges photographs.
    ///
    /// Each photograph is decoded once and goes through each extractor once, whatever the number of classifiers.
    ///
    /// - Parameters:
    ///   - photographs: The photographs to judge.
    ///   - body: Called in order with each photograph, and with its verdict or the reason why there is none.
    /// - Returns: Sentences for the user about how the photographs were read.
    /// - Throws: What `body` throws, and errors of the extractors and classifiers.
    public func judge(
        _ photographs: [Photograph], body: (Photograph, Result<Verdict, SkippedReason>) throws -> Void
    ) throws -> [String] {
        var reading = ReadingCounts()
        var waiting: [(photograph: Photograph, outcome: ExtractionOutcome)] = []
        var last = ContinuousClock.now
        try pass.run(photographs) { number, outcome in
            waiting.append((photographs[number], outcome))
            if case .features(_, let notes) = outcome { reading.add(notes) }
            let isDue = waiting.count == Self.together || ContinuousClock.now - last > Self.longestWait
            guard isDue || number == photographs.count - 1 else { return }
            var verdicts = try verdicts(on: waiting.compactMap(\.outcome.features))[...]
            for (photograph, outcome) in waiting {
                switch outcome {
                case .skipped(let reason): try body(photograph, .failure(SkippedReason(text: reason)))
                case .features:
                    let verdict = Verdict(
                        path: photograph.path, judgements: verdicts.removeFirst(), thresholds: classifiers.map(\.threshold))
                    try body(photograph, .success(verdict))
                }
            }
            waiting = []
            last = .now
        }
        return reading.sentences(inputs.map(\.orientation))
    }

    /// Judges pictures that are already decoded; their number changes nothing in their judgements.
    ///
    /// - Parameter pictures: The pictures.
    /// - Returns: The mean of the classifiers' judgements of each picture, in order.
    /// - Throws: `ImagingError` and `ExtractionError` for a picture that the networks cannot take, and errors of the extractors and
    ///   classifiers.
    public func judgements(of pictures: [Picture]) throws -> [Judgement] {
        let features = try pass.features(of: pictures)
        return try stride(from: 0, to: features.count, by: Self.together).flatMap { first in
            try verdicts(on: Array(features[first..<min(first + Self.together, features.count)])).map(Judgement.mean)
        }
    }

    /// Every classifier's judgement of each photograph, of which there are at most `together`.
    private func verdicts(on features: [[Float]]) throws -> [[Judgement]] {
        guard let filler = features.last else { return [] }
        // Always the same number of rows: rounding depends on it, and a verdict must not depend on its neighbours.
        let rows = features + [[Float]](repeating: filler, count: Self.together - features.count)
        let judgements = try classifiers.indices.map { index in
            let raw = rows.map { row in columns[index].flatMap { row[$0] } }
            let input = try pipelines[index].input(
                fromRaw: Matrix(rows: raw.count, columns: raw[0].count, elements: raw.flatMap { $0 }))
            return try classifiers[index].judgements(of: input, threads: threads)
        }
        return features.indices.map { row in judgements.map { $0[row] } }
    }
}

extension ExtractionOutcome {
    fileprivate var features: [Float]? {
        if case .features(let values, _) = self { values } else { nil }
    }
}

/// Why a photograph has no verdict.
public struct SkippedReason: Error, Sendable {
    /// The reason, as a sentence for the user.
    public let text: String
}
