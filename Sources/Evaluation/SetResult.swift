/// What a classifier achieved on one set; rates in [0, 1], and nil where a rate has no meaning.
public struct SetResult: Sendable, Codable, Equatable {
    public let name: String
    /// Labelled photographs that were judged.
    public let aesthetic: Int
    public let notAesthetic: Int
    /// How many photographs could not be read, by the kind of reason.
    public let skipped: [String: Int]
    /// Photographs without a label, which say nothing here.
    public let unlabelled: Int
    public let threshold: Double
    public let confusion: ConfusionMatrix
    public let accuracy: Double?
    /// The 95 % interval of the accuracy.
    public let accuracyInterval: WilsonInterval?
    /// What the accuracy would be if all were called what most are; nil in results that were written before it was told.
    public let majority: Double?
    public let precision: Double?
    public let recall: Double?
    public let f1: Double?
    public let specificity: Double?
    public let balancedAccuracy: Double?
    public let area: Double?
    public let averagePrecision: Double?
    /// Nil where the classifier gives no probabilities.
    public let reliability: Reliability?
    /// Whether the photographs have probabilities, and not mean scores on their way from the lowest to the highest.
    public let areProbabilities: Bool
    /// By the manifest's groups, sorted by name; empty where it has none.
    public let groups: [GroupResult]
    /// What was published for the set of this name, where its numbers of photographs are the published ones.
    public let published: PublishedAccuracy?
    /// Our accuracy less the published one of the same kind of features.
    public let accuracyDifference: Double?
    /// How near predicted ratings are to the votes, where the classifier predicts ratings and the set has votes.
    public let ratings: RatingEvaluation?
    /// The figures without photographs that the classifier was trained on; nil where there are none of these.
    public let unseen: UnseenResult?
    /// In the order of the set.
    public let photographs: [JudgedPhotograph]

    /// Judges the labelled photographs of a set. Throws `EvaluationError`.
    public init(
        name: String, photographs: [JudgedPhotograph], threshold: Double, skipped: [String: Int], unlabelled: Int,
        published: PublishedAccuracy?, ratings: RatingEvaluation? = nil, areProbabilities: Bool = true
    ) throws(EvaluationError) {
        let evaluation = try BinaryEvaluation(photographs, threshold: threshold)
        let confusion = evaluation.confusion
        self.name = name
        self.photographs = photographs
        self.confusion = confusion
        self.skipped = skipped
        self.unlabelled = unlabelled
        self.published = published
        self.ratings = ratings
        self.threshold = threshold
        aesthetic = confusion.positives
        notAesthetic = confusion.negatives
        accuracy = confusion.accuracy
        accuracyInterval = evaluation.accuracyInterval
        majority = confusion.majority
        unseen = try UnseenResult(of: photographs, threshold: threshold, areProbabilities: areProbabilities)
        precision = confusion.precision
        recall = confusion.recall
        f1 = confusion.f1
        specificity = confusion.specificity
        balancedAccuracy = confusion.balancedAccuracy
        area = evaluation.area
        averagePrecision = evaluation.averagePrecision
        self.areProbabilities = areProbabilities
        reliability = areProbabilities ? evaluation.reliability : nil
        accuracyDifference = confusion.accuracy.flatMap { ours in published?.accuracy.map { ours - $0 } }
        groups = GroupResult.all(photographs, threshold: threshold)
    }

    /// The probabilities' order.
    public var curve: RankingCurve {
        RankingCurve(truths: photographs.map { $0.label == 1 }, probabilities: photographs.map(\.probability))
    }
}

/// What a classifier achieved on the photographs of one group.
public struct GroupResult: Sendable, Codable, Equatable {
    public let name: String
    public let confusion: ConfusionMatrix
    public let accuracy: Double?
    public let accuracyInterval: WilsonInterval?

    static func all(_ photographs: [JudgedPhotograph], threshold: Double) -> [GroupResult] {
        let grouped = Dictionary(grouping: photographs.filter { $0.group != nil }, by: { $0.group ?? "" })
        return grouped.sorted { $0.key < $1.key }.map { name, photographs in
            let confusion = ConfusionMatrix(
                truths: photographs.map { $0.label == 1 }, verdicts: photographs.map { $0.probability >= threshold })
            return GroupResult(
                name: name, confusion: confusion, accuracy: confusion.accuracy,
                accuracyInterval: WilsonInterval(successes: confusion.correct, trials: confusion.count))
        }
    }
}

/// Accuracies published for a set, in [0, 1].
public struct PublishedAccuracy: Sendable, Codable, Equatable {
    /// With features chosen by the genetic algorithm.
    public let geneticAlgorithm: Double?
    /// With features reduced by PCA.
    public let principalComponents: Double?
    /// Whether the classifier at hand takes reduced features, so that its row is the latter.
    public let isReduced: Bool

    public init(geneticAlgorithm: Double?, principalComponents: Double?, isReduced: Bool) {
        self.geneticAlgorithm = geneticAlgorithm
        self.principalComponents = principalComponents
        self.isReduced = isReduced
    }

    /// That of the classifier's own kind.
    public var accuracy: Double? { isReduced ? principalComponents : geneticAlgorithm }
}
