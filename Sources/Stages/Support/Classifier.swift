import Faults
import Foundation
import Inference
import Learning
import Matrices
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
        let content = try ClassifierFile.read(path)
        self.content = content
        network = try FileFault.naming(path) { try TrainedNetwork(content) }
        pipeline = try FileFault.naming(path) { try content.application.map { try ColumnPipeline($0, of: path) } }
        guard predictsRatings || network.architecture.classes == Self.classNames.count else {
            throw PipelineError.classCount(classifier: path, found: network.architecture.classes)
        }
    }

    /// Whether it predicts how votes are distributed over scores, and not two classes.
    public var predictsRatings: Bool { content.application?.output == .ratings }

    /// The probability, or the mean score, from which a photograph counts as aesthetic.
    public var threshold: Double { content.application?.threshold ?? 0.5 }

    /// What it says of each row of its input. Throws `PipelineError.nothingFinite` for a row whose numbers are too large.
    public func judgements(of input: Matrix) throws -> [Judgement] {
        let shares = try network.probabilities(for: input)
        if let place = shares.firstNonFinite() { throw PipelineError.nothingFinite(classifier: path, row: place.row) }
        return (0..<input.rows).map { row in
            let shares = shares.row(row)
            return predictsRatings
                ? .rating(PredictedRating(shares: shares.map(Double.init)))
                : .probability(Double(shares[shares.startIndex + Self.aestheticClass]))
        }
    }

    /// The share of the way from the lowest score to the highest at which the middle of `judgement` lies, or its
    /// probability: a number in [0, 1] that orders photographs.
    public func level(of judgement: Judgement) -> Double { level(ofValue: judgement.value) }

    /// The same of a mean score, or of a probability.
    public func level(ofValue value: Double) -> Double {
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
}
