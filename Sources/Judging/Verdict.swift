/// A judgement of a photograph, and on which side of the threshold it lies.
public struct Opinion: Sendable {
    /// The probability or rating.
    public let judgement: Judgement
    /// Whether the judgement reaches the threshold.
    public let isAesthetic: Bool

    init(_ judgement: Judgement, threshold: Double) {
        self.judgement = judgement
        isAesthetic = judgement.value >= threshold
    }

    /// The name of the class.
    public var label: String { isAesthetic ? "aesthetic" : "not aesthetic" }

    /// For a probability: the probability of the named class, at least 0.5 with the usual threshold.
    public var confidence: Double { isAesthetic ? judgement.value : 1 - judgement.value }
}

/// The verdict of one or several classifiers on one photograph.
public struct Verdict: Sendable {
    /// The path of the photograph.
    public let path: String
    /// The joint opinion: the mean of the probabilities, or of the predicted votes, against the mean of the thresholds.
    public let opinion: Opinion
    /// The opinion of each classifier, in the order given.
    public let opinions: [Opinion]

    /// - Precondition: There is at least one judgement, all are of one kind, and each has a threshold.
    init(path: String, judgements: [Judgement], thresholds: [Double]) {
        self.path = path
        opinions = zip(judgements, thresholds).map { Opinion($0, threshold: $1) }
        opinion = Opinion(.mean(of: judgements), threshold: thresholds.reduce(0, +) / Double(thresholds.count))
    }

    /// Whether the photograph is aesthetic in the joint opinion.
    public var isAesthetic: Bool { opinion.isAesthetic }
    /// The name of the class in the joint opinion.
    public var label: String { opinion.label }

    /// How many of the classifiers agree with the joint opinion.
    public var agreeing: Int { opinions.count { $0.isAesthetic == isAesthetic } }
}
