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

    /// Judges probabilities in [0, 1] against labels (1 aesthetic, 0 not), each beside its own.
    ///
    /// Throws when a label is neither, or a probability is outside [0, 1].
    /// - Precondition: both are equally many.
    public init(
        labels: [Int8], probabilities: [Double], threshold: Double = 0.5
    ) throws(EvaluationError) {
        precondition(labels.count == probabilities.count, "\(labels.count) labels, \(probabilities.count) probabilities")
        if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) {
            throw .badLabel(row: row, label: labels[row])
        }
        if let row = probabilities.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
            throw .badProbability(row: row, probability: probabilities[row])
        }
        let truths = labels.map { $0 == 1 }
        self.threshold = threshold
        confusion = ConfusionMatrix(truths: truths, verdicts: probabilities.map { $0 >= threshold })
        accuracyInterval = WilsonInterval(successes: confusion.correct, trials: confusion.count)
        let curve = RankingCurve(truths: truths, probabilities: probabilities)
        area = curve.area
        averagePrecision = curve.averagePrecision
        reliability = Reliability(truths: truths, probabilities: probabilities)
    }
}
