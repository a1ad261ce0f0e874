/// What a classifier said of one labelled photograph.
public struct JudgedPhotograph: Sendable, Codable, Equatable {
    /// Relative to its set.
    public let path: String
    /// 1 aesthetic, 0 not aesthetic.
    public let label: Int8
    /// The probability of aesthetic, in [0, 1]; of a classifier of ratings the mean score on its way from the lowest to the
    /// highest.
    public let probability: Double
    /// What the manifest puts it into; nil where it says nothing.
    public let group: String?
    /// The mean of the votes, or the mean score that was given; nil where there is none.
    public let meanVote: Double?
    /// True of a photograph that the classifier was trained on; nil of all others.
    public let isTrainedOn: Bool?

    public init(
        path: String, label: Int8, probability: Double, group: String? = nil, meanVote: Double? = nil, isTrainedOn: Bool? = nil
    ) {
        self.path = path
        self.label = label
        self.probability = probability
        self.group = group
        self.meanVote = meanVote
        self.isTrainedOn = isTrainedOn == true ? true : nil
    }

    /// Whether the verdict at a threshold is the truth.
    public func isRight(threshold: Double) -> Bool { (probability >= threshold) == (label == 1) }
}
