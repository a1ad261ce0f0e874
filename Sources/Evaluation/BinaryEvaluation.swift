/// What probabilities of *aesthetic* are worth against the truth.
public struct BinaryEvaluation: Sendable, Codable, Equatable {
    /// A photograph counts as aesthetic from this probability on.
    public let threshold: Double
    public let confusion: ConfusionMatrix
    /// The 95 % interval of the accuracy; nil without photographs.
    public let accuracyInterval: WilsonInterval?
    /// The area under the receiver operating characteristic; nil unless there are photographs of both kinds.
    public let area: Double?
    /// The mean precision over thresholds; nil where no photograph is aesthetic.
    public let averagePrecision: Double?
    /// Nil without photographs.
    public let reliability: Reliability?

    /// Judges probabilities against labels.
    ///
    /// Throws when a label is neither 1 (aesthetic) nor 0 (not), or a probability is outside [0, 1].
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
