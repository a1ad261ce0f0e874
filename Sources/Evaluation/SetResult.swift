/// The results of a classifier on one set; rates are in [0, 1], and nil if they have no meaning.
public struct SetResult: Sendable, Codable, Equatable {
    /// The set's name.
    public let name: String
    /// The number of aesthetic photographs that were judged.
    public let aesthetic: Int
    /// The number of other labelled photographs that were judged.
    public let notAesthetic: Int
    /// How many photographs could not be read, by the kind of reason.
    public let skipped: [String: Int]
    /// The number of photographs without a label, which do not count here.
    public let unlabelled: Int
    /// The probability from which a photograph counts as aesthetic.
    public let threshold: Double
    /// How often each verdict met each truth.
    public let confusion: ConfusionMatrix
    /// The share of right verdicts.
    public let accuracy: Double?
    /// The 95 % interval of the accuracy.
    public let accuracyInterval: WilsonInterval?
    /// The share of the larger class; nil in results from versions that did not store it.
    public let majority: Double?
    /// The share of aesthetic ones among the photographs called aesthetic.
    public let precision: Double?
    /// The share of the aesthetic photographs that were called aesthetic.
    public let recall: Double?
    /// The harmonic mean of precision and recall.
    public let f1: Double?
    /// The share of the other photographs that were called not aesthetic.
    public let specificity: Double?
    /// The mean of recall and specificity.
    public let balancedAccuracy: Double?
    /// The area under the receiver operating characteristic.
    public let area: Double?
    /// The mean precision over thresholds, weighted by what each adds to recall.
    public let averagePrecision: Double?
    /// How well the probabilities match the truth; nil if the classifier gives no probabilities.
    public let reliability: Reliability?
    /// Whether the photographs have probabilities; false if they have mean scores scaled to [0, 1] instead.
    public let areProbabilities: Bool
    /// The results by the manifest's groups, sorted by name; empty if there are none.
    public let groups: [GroupResult]
    /// What was published for the set of this name; nil unless it has the published numbers of photographs.
    public let published: PublishedAccuracy?
    /// Our accuracy less the published one for the same kind of features; nil if there is none.
    public let accuracyDifference: Double?
    /// How close predictions are to the votes; nil if the set has no votes.
    public let ratings: RatingEvaluation?
    /// The figures without the photographs that the classifier was trained on; nil if there are no such photographs.
    public let unseen: UnseenResult?
    /// The photographs judged, in the order of the set.
    public let photographs: [JudgedPhotograph]

    /// Evaluates the verdicts on the labelled photographs of a set.
    ///
    /// - Parameters:
    ///   - name: the set's name.
    ///   - photographs: the photographs judged, in the order of the set.
    ///   - threshold: the probability from which a photograph counts as aesthetic.
    ///   - skipped: how many photographs could not be read, by the kind of reason.
    ///   - unlabelled: the number of photographs without a label.
    ///   - published: what was published for this set; nil if there is nothing.
    ///   - ratings: how close predictions are to the votes; nil without votes.
    ///   - areProbabilities: false if the photographs have scaled mean scores instead of probabilities.
    /// - Throws: `EvaluationError` if a label or a probability is outside its range.
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

    /// The counts at every threshold.
    ///
    /// Cost: one sort.
    public var curve: RankingCurve {
        RankingCurve(truths: photographs.map { $0.label == 1 }, probabilities: photographs.map(\.probability))
    }
}

/// The results of a classifier on the photographs of one group.
public struct GroupResult: Sendable, Codable, Equatable {
    /// The group's name.
    public let name: String
    /// How often each verdict met each truth.
    public let confusion: ConfusionMatrix
    /// The share of right verdicts.
    public let accuracy: Double?
    /// The 95 % interval of the accuracy.
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
    /// The accuracy with features chosen by the genetic algorithm; nil if it was not published.
    public let geneticAlgorithm: Double?
    /// The accuracy with features reduced by PCA; nil if it was not published.
    public let principalComponents: Double?
    /// Whether the classifier at hand takes reduced features, and so compares with the latter.
    public let isReduced: Bool

    /// Makes the published accuracies of a set.
    ///
    /// - Parameters:
    ///   - geneticAlgorithm: the accuracy with chosen features; nil if unknown.
    ///   - principalComponents: the accuracy with reduced features; nil if unknown.
    ///   - isReduced: whether the classifier at hand takes reduced features.
    public init(geneticAlgorithm: Double?, principalComponents: Double?, isReduced: Bool) {
        self.geneticAlgorithm = geneticAlgorithm
        self.principalComponents = principalComponents
        self.isReduced = isReduced
    }

    /// The published accuracy for the classifier's own kind of features; nil if it was not published.
    public var accuracy: Double? { isReduced ? principalComponents : geneticAlgorithm }
}
