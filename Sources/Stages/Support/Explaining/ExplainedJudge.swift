import Explanation
import Files
import Imaging
import Inference
import Judging
import Networks

/// A classifier with all that an explanation of its verdicts needs.
public final class ExplainedJudge {
    /// The classifier.
    public let classifier: Classifier
    /// The number that is explained, as a function of the picture.
    public let function: JudgeFunction
    /// The classifier's SHA-256.
    public let digest: String
    /// The number of processor threads.
    let threads: Int
    private let weights: [String: String]
    /// The layers, once a method has asked for them.
    private var known: JudgeLayers?

    /// Reads a classifier and loads its extractors.
    ///
    /// - Parameters:
    ///   - path: The classifier.
    ///   - weights: Where weight files are now, by the name of the network.
    ///   - context: The threads, and whom to warn.
    ///   - cache: Where compiled networks are kept; nil for nowhere.
    ///   - decoder: Decodes photographs.
    /// - Throws: What `Classifier`, `SharedExtractors` and `Judge` throw.
    public init(
        path: String, weights: [String: String], context: StageContext, cache: EngineCache?, decoder: PictureDecoder
    ) throws {
        (self.weights, threads) = (weights, context.threads)
        classifier = try Classifier(path: path)
        digest = try FileDigest.sha256(of: path)
        let extractors = try SharedExtractors(
            [classifier], weights: weights, threads: context.threads, pictures: .max, cache: cache)
        function = JudgeFunction(
            try Judge([classifier], extractors: extractors, decoder: decoder, threads: context.threads))
    }

    /// The layers from the pixels to the verdict, loaded when they are first asked for.
    ///
    /// - Parameter method: The method that needs them.
    /// - Throws: `ExplanationError.withoutLayers` if a network is from a file, and what reading weights throws.
    func layers(for method: ExplanationMethodName) throws -> JudgeLayers {
        if let known { return known }
        guard let pipeline = classifier.pipeline, pipeline.extractors.allSatisfy({ $0.reading == nil }) else {
            throw ExplanationError.withoutLayers(
                method: method.rawValue, judge: classifier.path,
                possible: ExplanationMethodName.allCases.filter { !$0.needsLayers }.map(\.rawValue))
        }
        let layers = try JudgeLayers(classifier, weights: weights, threads: threads)
        known = layers
        return layers
    }

    /// What is explained: `probability`, `mean score` or `score`.
    public var quantity: String {
        switch classifier.prediction {
        case .classes: "probability"
        case .ratings: "mean score"
        case .score: "score"
        }
    }
}
