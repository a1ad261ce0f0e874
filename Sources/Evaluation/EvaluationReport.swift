import Foundation

/// What a classifier achieved on one set; rates in [0, 1], and nil where a rate has no meaning.
public struct SetResult: Sendable, Codable, Equatable {
    public let name: String
    /// Labelled photographs that were judged.
    public let aesthetic: Int
    public let notAesthetic: Int
    /// Photographs that could not be read.
    public let skipped: Int
    /// Photographs without a label, which say nothing here.
    public let unlabelled: Int
    public let threshold: Double
    public let confusion: ConfusionMatrix
    public let accuracy: Double?
    /// The 95 % interval of the accuracy.
    public let accuracyInterval: WilsonInterval?
    public let precision: Double?
    public let recall: Double?
    public let f1: Double?
    public let specificity: Double?
    public let balancedAccuracy: Double?
    public let area: Double?
    /// The accuracy published for the set of this name, where there is one.
    public let publishedAccuracy: Double?
    /// Ours less the published one.
    public let accuracyDifference: Double?

    public init(
        name: String, evaluation: BinaryEvaluation, skipped: Int, unlabelled: Int, publishedAccuracy: Double?
    ) {
        let confusion = evaluation.confusion
        self.name = name
        self.confusion = confusion
        self.skipped = skipped
        self.unlabelled = unlabelled
        self.publishedAccuracy = publishedAccuracy
        aesthetic = confusion.positives
        notAesthetic = confusion.negatives
        threshold = evaluation.threshold
        accuracy = confusion.accuracy
        accuracyInterval = evaluation.accuracyInterval
        precision = confusion.precision
        recall = confusion.recall
        f1 = confusion.f1
        specificity = confusion.specificity
        balancedAccuracy = confusion.balancedAccuracy
        area = evaluation.area
        accuracyDifference = confusion.accuracy.flatMap { ours in publishedAccuracy.map { ours - $0 } }
    }
}

/// What a classifier achieved on several sets.
public struct EvaluationReport: Sendable, Codable, Equatable {
    /// The classifier's file.
    public let model: String
    public let sets: [SetResult]

    public init(model: String, sets: [SetResult]) {
        self.model = model
        self.sets = sets
    }

    /// JSON with sorted keys; a rate without meaning is left out.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    public init(json: Data) throws {
        self = try JSONDecoder().decode(EvaluationReport.self, from: json)
    }
}
