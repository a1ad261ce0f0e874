/// How good probabilities of *aesthetic* are when compared with the truth.
public struct BinaryEvaluation: Sendable, Codable, Equatable {
    /// The probability from which a photograph counts as aesthetic.
    public let threshold: Double
    /// How often each verdict met each truth.
    public let confusion: ConfusionMatrix
    /// The 95 % interval of the accuracy; nil without photographs.
    public let accuracyInterval: WilsonInterval?
    /// The area under the receiver operating characteristic; nil unless there are photographs of both classes.
    public let area: Double?
    /// The mean precision over thresholds; nil if no photograph is aesthetic.
    public let averagePrecision: Double?
    /// How well the probabilities match the truth; nil without photographs.
    public let reliability: Reliability?

    /// Compares probabilities with labels.
    ///
    /// - Parameters:
    ///   - photographs: labelled photographs with their probabilities.
    ///   - threshold: the probability from which a photograph counts as aesthetic.
    /// - Throws: `EvaluationError` if a label is neither 1 (aesthetic) nor 0 (not aesthetic), or a probability is outside [0,
    ///   1].
    public init(_ photographs: [JudgedPhotograph], threshold: Double) throws(EvaluationError) {
        if let bad = photographs.first(where: { $0.label != 0 && $0.label != 1 }) {
            throw .badLabel(photograph: bad.path, label: bad.label)
        }
        if let bad = photographs.first(where: { !($0.probability >= 0 && $0.probability <= 1) }) {
            throw .badProbability(photograph: bad.path, probability: bad.probability)
        }
        let truths = photographs.map { $0.label == 1 }, probabilities = photographs.map(\.probability)
        self.threshold = threshold
        confusion = ConfusionMatrix(truths: truths, verdicts: probabilities.map { $0 >= threshold })
        accuracyInterval = WilsonInterval(successes: confusion.correct, trials: confusion.count)
        let curve = RankingCurve(truths: truths, probabilities: probabilities)
        area = curve.area
        averagePrecision = curve.averagePrecision
        reliability = Reliability(truths: truths.map { $0 ? 1 : 0 }, probabilities: probabilities)
    }
}
