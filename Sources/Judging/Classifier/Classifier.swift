import Faults
import Foundation
import Inference
import Learning
import Matrices
import Records

/// A trained classifier, with everything that leads from features to its verdict.
public struct Classifier {
    /// The path it was read from.
    public let path: String
    /// Everything that its file holds.
    public let content: ClassifierContent
    /// The network that answers; for a linear head, a single layer.
    public let network: TrainedNetwork
    /// The way from raw features to the network's input; nil for a model saved by Keras, which does not describe it.
    public let pipeline: ColumnPipeline?

    /// What it predicts.
    public let prediction: Prediction

    /// The index of the class *aesthetic*.
    public static let aestheticClass = 1
    /// The names of the classes, by index.
    public static let classNames = ["not aesthetic", "aesthetic"]

    /// Reads a classifier.
    ///
    /// - Throws: `StorageError`, `LearningError`, `InferenceError`, or `JudgingError.classCount`.
    public init(path: String) throws {
        self.path = path
        let content = try ClassifierFile.read(path)
        self.content = content
        network = try FileFault.naming(path) { try TrainedNetwork(content) }
        pipeline = try FileFault.naming(path) { try content.application.map { try ColumnPipeline($0, of: path) } }
        prediction = try Prediction(network, content.application?.output ?? .classes, of: path)
    }

    /// The probability or the score from which a photograph counts as aesthetic.
    public var threshold: Double { content.application?.threshold ?? 0.5 }

    /// Judges each row of its input.
    ///
    /// - Parameters:
    ///   - input: The network's input, `[rows, inputs]`.
    ///   - threads: The number of threads, on which no judgement depends.
    /// - Returns: A judgement for each row.
    /// - Throws: `JudgingError.nothingFinite` for a row whose numbers are too large.
    public func judgements(of input: Matrix, threads: Int = 1) throws -> [Judgement] {
        let shares = try network.probabilities(for: input, threads: threads)
        if let place = shares.firstNonFinite() { throw JudgingError.nothingFinite(classifier: path, row: place.row) }
        return (0..<input.rows).map { row in
            prediction.judgement(of: shares.row(row))
        }
    }

    /// A number in [0, 1] that orders photographs: the probability, or the score scaled from lowest to highest.
    public func level(of judgement: Judgement) -> Double { level(ofValue: judgement.value) }

    /// The level of a probability, or of a score.
    public func level(ofValue value: Double) -> Double {
        let range = prediction.range
        return min(max((value - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
    }

    /// The pipeline, for work that cannot do without it.
    ///
    /// - Throws: `JudgingError.notApplicable` if there is none.
    public func requiredPipeline() throws(JudgingError) -> ColumnPipeline {
        guard let pipeline else { throw .notApplicable(classifier: path) }
        return pipeline
    }

    /// Prepares the features files of one data set for this classifier.
    ///
    /// Without a pipeline, the files are joined in the order given.
    ///
    /// - Parameters:
    ///   - name: The name of the data set.
    ///   - files: Its features files; with a pipeline, in any order.
    ///   - leavingOthers: Whether files that the pipeline does not need are ignored rather than refused.
    /// - Throws: What `LabelledSet` throws.
    public func set(named name: String, files: [FeaturesFile], leavingOthers: Bool = false) throws -> LabelledSet {
        guard let pipeline else { return try LabelledSet(name: name, joining: files) }
        return try LabelledSet(
            name: name, files: files, pipeline: pipeline, classifier: path, leavingOthers: leavingOthers)
    }
}
