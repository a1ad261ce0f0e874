import Matrices

/// How good predictions are when compared with votes for the scores 1, 2, ….
public struct RatingEvaluation: Sendable, Codable, Equatable {
    /// The number of photographs with votes or with a mean score.
    public let count: Int
    /// Spearman's correlation of mean scores (SRCC), with equal ones at their mean rank; nil if all are equal.
    ///
    /// Mean scores are rounded to nine decimals here and for Kendall's correlation, because sums of shares differ in their last
    /// bits.
    public let rankCorrelation: Double?
    /// The 95 % bootstrap interval of Spearman's correlation; nil if it has none.
    public let rankInterval: BootstrapInterval?
    /// Pearson's correlation of mean scores (PLCC), without any mapping; nil if all are equal.
    public let linearCorrelation: Double?
    /// The 95 % bootstrap interval of Pearson's correlation; nil if it has none.
    public let linearInterval: BootstrapInterval?
    /// Kendall's tau-b of mean scores (KRCC); nil if all are equal.
    public let kendallCorrelation: Double?
    /// How close predictions come to mean scores after a logistic curve; nil unless one was asked for and can be fitted.
    public let mapped: MappedRatings?
    /// Further figures of predicted scores; nil if the classifier predicts probabilities.
    public let scores: ScoreEvaluation?

    /// Compares predictions with votes.
    ///
    /// Cost of the intervals: 2000 passes over the photographs for each correlation.
    ///
    /// - Parameters:
    ///   - photographs: photographs with votes or mean scores; all predictions are of one kind.
    ///   - threshold: the mean score from which a photograph counts as aesthetic.
    ///   - logistic: the logistic curve to fit; nil for none.
    ///   - stream: random numbers for the resamples.
    /// - Precondition: there is at least one photograph, and all known votes and predicted shares are over the same scores.
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
