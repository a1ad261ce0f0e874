/// A classifier's verdict on one labelled photograph.
public struct JudgedPhotograph: Sendable, Codable, Equatable {
    /// The photograph's path, relative to its set.
    public let path: String
    /// The truth: 1 for aesthetic, 0 for not aesthetic.
    public let label: Int8
    /// The probability of aesthetic, in [0, 1]; for a classifier of ratings, where the mean score lies between the lowest score
    /// (0) and the highest (1).
    public let probability: Double
    /// The group that the manifest names; nil if it names none.
    public let group: String?
    /// The mean of the votes, or the mean score that the manifest gives; nil if there is neither.
    public let meanVote: Double?
    /// True if the classifier was trained on this photograph; nil otherwise.
    public let isTrainedOn: Bool?

    /// Makes a verdict.
    ///
    /// - Parameters:
    ///   - path: the photograph's path, relative to its set.
    ///   - label: 1 for aesthetic, 0 for not aesthetic.
    ///   - probability: the probability of aesthetic, in [0, 1].
    ///   - group: the manifest's group; nil if there is none.
    ///   - meanVote: the mean of the votes; nil if there are none.
    ///   - isTrainedOn: whether the classifier was trained on this photograph; false is stored as nil.
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

    /// Whether the verdict at a threshold agrees with the label.
    ///
    /// - Parameter threshold: the probability from which a photograph counts as aesthetic.
    public func isRight(threshold: Double) -> Bool { (probability >= threshold) == (label == 1) }
}
