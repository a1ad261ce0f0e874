/// The results of a classifier on the photographs of a set that it was not trained on.
public struct UnseenResult: Sendable, Codable, Equatable {
    /// The number of photographs of the set that it was trained on; they are left out here.
    public let trainedOn: Int
    /// The number of aesthetic photographs that are left.
    public let aesthetic: Int
    /// The number of other photographs that are left.
    public let notAesthetic: Int
    /// The share of right verdicts; nil if no photographs are left, as are the rates below.
    public let accuracy: Double?
    /// The 95 % interval of the accuracy.
    public let accuracyInterval: WilsonInterval?
    /// The share of the larger class.
    public let majority: Double?
    /// The share of aesthetic ones among the photographs called aesthetic.
    public let precision: Double?
    /// The share of the aesthetic photographs that were called aesthetic.
    public let recall: Double?
    /// The area under the receiver operating characteristic.
    public let area: Double?
    /// How well the probabilities match the truth; nil if the classifier gives no probabilities.
    public let reliability: Reliability?

    /// Nil if the classifier was trained on none of the photographs.
    ///
    /// - Throws: `EvaluationError` if a label or a probability is outside its range.
    init?(of photographs: [JudgedPhotograph], threshold: Double, areProbabilities: Bool) throws(EvaluationError) {
        let others = photographs.filter { $0.isTrainedOn != true }
        guard others.count < photographs.count else { return nil }
        let evaluation = try BinaryEvaluation(others, threshold: threshold)
        trainedOn = photographs.count - others.count
        aesthetic = evaluation.confusion.positives
        notAesthetic = evaluation.confusion.negatives
        accuracy = evaluation.confusion.accuracy
        accuracyInterval = evaluation.accuracyInterval
        majority = evaluation.confusion.majority
        precision = evaluation.confusion.precision
        recall = evaluation.confusion.recall
        area = evaluation.area
        reliability = areProbabilities ? evaluation.reliability : nil
    }
}
