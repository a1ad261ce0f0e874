/// How often each verdict met each truth; *positive* is aesthetic.
public struct ConfusionMatrix: Sendable, Codable, Equatable {
    public var truePositives: Int
    public var falsePositives: Int
    public var trueNegatives: Int
    public var falseNegatives: Int

    public init(truePositives: Int, falsePositives: Int, trueNegatives: Int, falseNegatives: Int) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.trueNegatives = trueNegatives
        self.falseNegatives = falseNegatives
    }

    /// Counts verdicts, each beside its truth.
    ///
    /// - Precondition: both are equally many.
    public init(truths: [Bool], verdicts: [Bool]) {
        precondition(truths.count == verdicts.count, "\(truths.count) truths and \(verdicts.count) verdicts")
        self.init(truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0)
        for (truth, verdict) in zip(truths, verdicts) {
            switch (truth, verdict) {
            case (true, true): truePositives += 1
            case (false, true): falsePositives += 1
            case (false, false): trueNegatives += 1
            case (true, false): falseNegatives += 1
            }
        }
    }

    /// Photographs that are aesthetic.
    public var positives: Int { truePositives + falseNegatives }
    /// Photographs that are not.
    public var negatives: Int { trueNegatives + falsePositives }
    public var count: Int { positives + negatives }
    public var correct: Int { truePositives + trueNegatives }
}

/// Rates in [0, 1]; nil where nothing of the kind was counted, so that the rate has no meaning.
extension ConfusionMatrix {
    public var accuracy: Double? { Self.ratio(correct, count) }
    /// The share of the larger class: the accuracy of calling all the same.
    public var majority: Double? { Self.ratio(max(positives, negatives), count) }
    /// Of the photographs called aesthetic, the part that is; nil where the set has none, for it could only be 0.
    public var precision: Double? {
        positives == 0 ? nil : Self.ratio(truePositives, truePositives + falsePositives)
    }
    /// Of the aesthetic photographs, the part that was found.
    public var recall: Double? { Self.ratio(truePositives, positives) }
    /// Of the other photographs, the part that was turned down.
    public var specificity: Double? { Self.ratio(trueNegatives, negatives) }
    /// The harmonic mean of precision and recall; nil where the set has no aesthetic photograph.
    public var f1: Double? {
        positives == 0 ? nil : Self.ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives)
    }
    /// The mean of recall and specificity.
    public var balancedAccuracy: Double? {
        guard let recall, let specificity else { return nil }
        return (recall + specificity) / 2
    }

    private static func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
