import Extraction
import Foundation
import Imaging
import Inference
import Learning
import Matrices
import Networks
import Storage

/// A trained classifier with the way from features to its verdict.
public struct Classifier {
    public let path: String
    public let content: ClassifierContent
    public let network: TrainedNetwork
    /// Nil for a model that Keras saved, which does not say where its columns come from.
    public let pipeline: ColumnPipeline?

    /// The class that stands for aesthetic.
    public static let aestheticClass = 1
    public static let classNames = ["not aesthetic", "aesthetic"]

    /// Reads a classifier. Throws `StorageError`, `LearningError`, `InferenceError`, `PipelineError.classCount`.
    public init(path: String) throws {
        self.path = path
        content = try ClassifierFile.read(path)
        network = try TrainedNetwork(content)
        pipeline = try content.application.map { try ColumnPipeline($0) }
        guard predictsRatings || network.architecture.classes == Self.classNames.count else {
            throw PipelineError.classCount(classifier: path, found: network.architecture.classes)
        }
    }

    /// Whether it predicts how votes are distributed over scores, and not two classes.
    public var predictsRatings: Bool { content.application?.output == .ratings }

    /// The probability, or the mean score, from which a photograph counts as aesthetic.
    public var threshold: Double { content.application?.threshold ?? 0.5 }

    /// What it says of each row of its input.
    public func judgements(of input: Matrix) throws -> [Judgement] {
        let shares = try network.probabilities(for: input)
        return (0..<input.rows).map { row in
            let shares = shares.row(row)
            return predictsRatings
                ? .rating(PredictedRating(shares: shares.map(Double.init)))
                : .probability(Double(shares[shares.startIndex + Self.aestheticClass]))
        }
    }

    /// The share of the way from the lowest score to the highest at which the middle of `judgement` lies, or its
    /// probability: a number in [0, 1] that orders photographs.
    public func level(of judgement: Judgement) -> Double { level(judgement.value) }

    /// The threshold on the same scale.
    public var thresholdLevel: Double { level(threshold) }

    private func level(_ value: Double) -> Double {
        predictsRatings ? min(max((value - 1) / Double(network.architecture.classes - 1), 0), 1) : value
    }

    /// The pipeline. Throws `PipelineError.notApplicable` where there is none.
    public func requiredPipeline() throws(PipelineError) -> ColumnPipeline {
        guard let pipeline else { throw .notApplicable(classifier: path) }
        return pipeline
    }

    /// The features files of one data set, made ready for this classifier.
    ///
    /// Files of a classifier without a pipeline are joined in the order given; one with a pipeline must have a use for each,
    /// unless it is `leavingOthers`. Throws what `LabelledSet` throws.
    public func set(named name: String, files: [FeaturesFile], leavingOthers: Bool = false) throws -> LabelledSet {
        guard let pipeline else { return try LabelledSet(name: name, joining: files) }
        return try LabelledSet(
            name: name, files: files, pipeline: pipeline, classifier: path, leavingOthers: leavingOthers)
    }

    /// Loads the classifier's extractors. `weights` gives files of weights by the name of the network, where they are
    /// no longer where they were; `pictures` is how many there will be. Throws `PipelineError.unusedWeights` for the name of another network.
    public func extractors(
        weights: [String: String], threads: Int, pictures: Int, cache: EngineCache?
    ) throws -> [FeatureExtractor] {
        let extractors = try requiredPipeline().extractors
        let networks = Set(extractors.map(\.network)).sorted()
        if let unused = weights.keys.sorted().first(where: { !networks.contains($0) }) {
            throw PipelineError.unusedWeights(network: unused, classifier: path, networks: networks)
        }
        return try extractors.map { configuration in
            let moved = try weights[configuration.network].map { path throws(NetworksError) in try WeightsReference(path) }
            return try FeatureExtractor(configuration, weights: moved, threads: threads, pictures: pictures, cache: cache)
        }
    }
}

/// What a classifier says of one row.
public enum Judgement: Sendable {
    /// The probability of aesthetic.
    case probability(Double)
    case rating(PredictedRating)

    /// The probability, or the mean score.
    public var value: Double {
        switch self {
        case .probability(let probability): probability
        case .rating(let rating): rating.mean
        }
    }
}

/// How votes are expected to be distributed.
public struct PredictedRating: Sendable {
    /// Of the scores 1, 2, …; they sum to 1.
    public let shares: [Double]
    public let mean: Double
    /// The deviation of the single votes.
    public let deviation: Double

    init(shares: [Double]) {
        self.shares = shares
        mean = RatingScale.mean(of: shares)
        deviation = RatingScale.deviation(of: shares)
    }
}

/// What a classifier says of one photograph.
public struct Verdict: Sendable {
    public let path: String
    public let isAesthetic: Bool
    public let judgement: Judgement

    init(path: String, judgement: Judgement, threshold: Double) {
        self.path = path
        self.judgement = judgement
        isAesthetic = judgement.value >= threshold
    }

    public var label: String { isAesthetic ? "aesthetic" : "not aesthetic" }
}

/// Runs a classifier on photographs: extractors, reductions, mask, network.
public struct Judge {
    private let classifier: Classifier
    private let pipeline: ColumnPipeline
    private let pass: ExtractionPass

    public init(
        _ classifier: Classifier, extractors: [FeatureExtractor], decoder: PictureDecoder, threads: Int,
        disturbance: Disturbance? = nil
    ) throws {
        self.classifier = classifier
        pipeline = try classifier.requiredPipeline()
        pass = ExtractionPass(
            extractors: extractors, decoder: decoder, threads: threads, disturbance: disturbance)
    }

    /// Calls `body` with the verdict on each photograph in order, or with the reason why there is none.
    public func judge(
        _ photographs: [Photograph], body: (Photograph, Result<Verdict, SkippedReason>) throws -> Void
    ) throws {
        try pass.run(photographs) { number, outcome in
            let photograph = photographs[number]
            switch outcome {
            case .skipped(let reason):
                try body(photograph, .failure(SkippedReason(text: reason)))
            case .features(let values):
                let input = try pipeline.input(fromRaw: Matrix(rows: 1, columns: values.count, elements: values))
                let verdict = Verdict(
                    path: photograph.path, judgement: try classifier.judgements(of: input)[0],
                    threshold: classifier.threshold)
                try body(photograph, .success(verdict))
            }
        }
    }
}

/// Why a photograph has no verdict.
public struct SkippedReason: Error, Sendable {
    public let text: String
}
