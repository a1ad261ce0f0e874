/// What is said of a photograph, and on which side of the threshold that lies.
public struct Opinion: Sendable {
    public let judgement: Judgement
    public let isAesthetic: Bool

    init(_ judgement: Judgement, threshold: Double) {
        self.judgement = judgement
        isAesthetic = judgement.value >= threshold
    }

    public var label: String { isAesthetic ? "aesthetic" : "not aesthetic" }

    /// Of a probability: that of the class given, 0.5 to 1 at the usual threshold.
    public var confidence: Double { isAesthetic ? judgement.value : 1 - judgement.value }
}

/// What classifiers say of one photograph.
public struct Verdict: Sendable {
    public let path: String
    /// That of all together: the mean of their probabilities, or of the votes that they expect, against the mean of their
    /// thresholds. Of one classifier, its own.
    public let opinion: Opinion
    /// Each classifier's, in the order given.
    public let opinions: [Opinion]

    /// - Precondition: a threshold for each judgement, at least one, all of one kind.
    init(path: String, judgements: [Judgement], thresholds: [Double]) {
        self.path = path
        opinions = zip(judgements, thresholds).map { Opinion($0, threshold: $1) }
        opinion = Opinion(.mean(of: judgements), threshold: thresholds.reduce(0, +) / Double(thresholds.count))
    }

    public var isAesthetic: Bool { opinion.isAesthetic }
    public var label: String { opinion.label }

    /// How many of the classifiers say what all together say.
    public var agreeing: Int { opinions.count { $0.isAesthetic == isAesthetic } }
}
