import Matrices

/// What predictions are worth against votes for the scores 1, 2, ….
public struct RatingEvaluation: Sendable, Codable, Equatable {
    /// Photographs with votes, or with a mean score.
    public let count: Int
    /// Spearman's correlation of mean scores (SRCC), equal ones at their mean rank; nil where all are equal. Mean scores
    /// are rounded to nine digits after the point here and for Kendall's, since sums of shares differ in their last bits.
    public let rankCorrelation: Double?
    public let rankInterval: BootstrapInterval?
    /// Pearson's correlation of mean scores (PLCC), without any mapping; nil where all are equal.
    public let linearCorrelation: Double?
    public let linearInterval: BootstrapInterval?
    /// Kendall's tau-b of mean scores (KRCC); nil where all are equal.
    public let kendallCorrelation: Double?
    /// What a logistic curve from predictions to mean scores leaves; nil unless one was asked for and can be fitted.
    public let mapped: MappedRatings?
    /// What predicted scores tell besides; nil where a classifier predicts probabilities.
    public let scores: ScoreEvaluation?

    /// Judges photographs; a classifier's predictions are all of one kind. Intervals are Bootstrap's.
    ///
    /// `threshold` is the mean score from which a photograph counts as aesthetic.
    /// - Precondition: there is at least one, and all votes and shares are over the same scores, where votes are known.
    public init(
        _ photographs: [RatedPhotograph], threshold: Double, logistic: LogisticMapping.Form? = nil,
        stream: inout RandomStream
    ) {
        precondition(!photographs.isEmpty, "nothing is rated")
        let truths = photographs.map(\.mean), predictions = photographs.map(\.predictedValue)
        let ranked = PairedSample(photographs.map(\.ranked.mean), photographs.map(\.ranked.predictedValue))
        count = photographs.count
        rankCorrelation = ranked.spearman
        linearCorrelation = Correlation.pearson(truths, predictions)
        kendallCorrelation = Correlation.kendall(ranked.x, ranked.y)
        let linear = PairedSample(truths, predictions)
        let intervals = Bootstrap.intervals(
            photographs.count, stream: &stream, of: [ranked.spearman(times:), linear.pearson(times:)])
        (rankInterval, linearInterval) = (intervals[0], intervals[1])
        mapped = logistic.flatMap { MappedRatings($0, from: predictions, to: truths) }
        scores = ScoreEvaluation(photographs, threshold: threshold)
    }
}
