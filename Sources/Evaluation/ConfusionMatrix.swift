/// How often each verdict met each truth; *positive* means aesthetic.
public struct ConfusionMatrix: Sendable, Codable, Equatable {
    /// Aesthetic photographs that were called aesthetic.
    public var truePositives: Int
    /// Other photographs that were called aesthetic.
    public var falsePositives: Int
    /// Other photographs that were called not aesthetic.
    public var trueNegatives: Int
    /// Aesthetic photographs that were called not aesthetic.
    public var falseNegatives: Int

    /// Makes a matrix of the four counts.
    ///
    /// - Parameters:
    ///   - truePositives: aesthetic photographs that were called aesthetic.
    ///   - falsePositives: other photographs that were called aesthetic.
    ///   - trueNegatives: other photographs that were called not aesthetic.
    ///   - falseNegatives: aesthetic photographs that were called not aesthetic.
    public init(truePositives: Int, falsePositives: Int, trueNegatives: Int, falseNegatives: Int) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.trueNegatives = trueNegatives
        self.falseNegatives = falseNegatives
    }

    /// Counts verdicts against truths, photograph by photograph.
    ///
    /// - Parameters:
    ///   - truths: whether each photograph is aesthetic.
    ///   - verdicts: whether each photograph is called aesthetic, in the same order.
    /// - Precondition: there are as many verdicts as truths.
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

    /// The number of aesthetic photographs.
    public var positives: Int { truePositives + falseNegatives }
    /// The number of photographs that are not aesthetic.
    public var negatives: Int { trueNegatives + falsePositives }
    /// The number of photographs.
    public var count: Int { positives + negatives }
    /// The number of right verdicts.
    public var correct: Int { truePositives + trueNegatives }
}

/// Rates in [0, 1]; a rate is nil if nothing of its kind was counted, so that it has no meaning.
extension ConfusionMatrix {
    /// The share of right verdicts.
    public var accuracy: Double? { Self.ratio(correct, count) }
    /// The share of the larger class, which is the accuracy of calling every photograph the same.
    public var majority: Double? { Self.ratio(max(positives, negatives), count) }
    /// The share of aesthetic ones among the photographs called aesthetic; nil if the set has none, when it could only be 0.
    public var precision: Double? {
        positives == 0 ? nil : Self.ratio(truePositives, truePositives + falsePositives)
    }
    /// The share of the aesthetic photographs that were called aesthetic.
    public var recall: Double? { Self.ratio(truePositives, positives) }
    /// The share of the other photographs that were called not aesthetic.
    public var specificity: Double? { Self.ratio(trueNegatives, negatives) }
    /// The harmonic mean of precision and recall; nil if the set has no aesthetic photograph.
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
