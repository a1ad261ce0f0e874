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
        guard network.architecture.classes == Self.classNames.count else {
            throw PipelineError.classCount(classifier: path, found: network.architecture.classes)
        }
        pipeline = try content.application.map { try ColumnPipeline($0) }
    }

    public var threshold: Double { content.application?.threshold ?? 0.5 }

    /// The probability of aesthetic for each row of the classifier's input.
    public func aestheticProbabilities(_ input: Matrix) throws -> [Double] {
        let probabilities = try network.probabilities(for: input)
        return (0..<input.rows).map { Double(probabilities[$0, Self.aestheticClass]) }
    }

    /// The pipeline. Throws `PipelineError.notApplicable` where there is none.
    public func requiredPipeline() throws(PipelineError) -> ColumnPipeline {
        guard let pipeline else { throw .notApplicable(classifier: path) }
        return pipeline
    }

    /// The features files of one data set, made ready for this classifier.
    ///
    /// Files of a classifier without a pipeline are joined in the order given. Throws what `LabelledSet` throws.
    public func set(named name: String, files: [FeaturesFile]) throws -> LabelledSet {
        guard let pipeline else { return try LabelledSet(name: name, joining: files) }
        return try LabelledSet(name: name, files: files, pipeline: pipeline, classifier: path)
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

/// What a classifier says of one photograph.
public struct Verdict: Sendable {
    public let path: String
    public let isAesthetic: Bool
    /// The probability of the class given, 0.5 to 1 at the usual threshold.
    public let confidence: Double
    public let probability: Double

    init(path: String, probability: Double, threshold: Double) {
        self.path = path
        self.probability = probability
        isAesthetic = probability >= threshold
        confidence = isAesthetic ? probability : 1 - probability
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
                let probability = try classifier.aestheticProbabilities(input)[0]
                let verdict = Verdict(
                    path: photograph.path, probability: probability, threshold: classifier.threshold)
                try body(photograph, .success(verdict))
            }
        }
    }
}

/// Why a photograph has no verdict.
public struct SkippedReason: Error, Sendable {
    public let text: String
}
