/// What a classifier achieved on those photographs of a set that it was not trained on.
public struct UnseenResult: Sendable, Codable, Equatable {
    /// Photographs of the set that it was trained on, which are left out here.
    public let trainedOn: Int
    public let aesthetic: Int
    public let notAesthetic: Int
    /// Nil without other photographs, as are the rates below.
    public let accuracy: Double?
    public let accuracyInterval: WilsonInterval?
    /// The share of the larger class.
    public let majority: Double?
    public let precision: Double?
    public let recall: Double?
    public let area: Double?
    public let reliability: Reliability?

    /// Nil where the classifier was trained on none of the photographs. Throws `EvaluationError`.
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
