import Matrices

/// What a classifier says of one row.
public enum Judgement: Sendable {
    /// The probability of aesthetic.
    case probability(Double)
    case rating(PredictedRating)

    /// The probability, or the mean score.
    public var value: Double {
        switch self {
        case .probability(let probability): probability
        case .rating(let rating): rating.mean
        }
    }

    /// The mean of probabilities, or of distributions of votes over the same scores.
    ///
    /// - Precondition: all of one kind, at least one.
    static func mean(of judgements: [Judgement]) -> Judgement {
        precondition(!judgements.isEmpty, "there is no judgement")
        if judgements.count == 1 { return judgements[0] }
        let ratings = judgements.compactMap { if case .rating(let rating) = $0 { rating } else { nil } }
        guard let first = ratings.first else {
            return .probability(judgements.reduce(0) { $0 + $1.value } / Double(judgements.count))
        }
        precondition(
            ratings.count == judgements.count && ratings.allSatisfy { $0.shares.count == first.shares.count },
            "judgements of different kinds have no mean")
        let shares = first.shares.indices.map { bin in
            ratings.reduce(0) { $0 + $1.shares[bin] } / Double(ratings.count)
        }
        return .rating(PredictedRating(shares: shares))
    }
}

/// How votes are expected to be distributed.
public struct PredictedRating: Sendable {
    /// Of the scores 1, 2, …; they sum to 1.
    public let shares: [Double]
    public let mean: Double
    /// The deviation of the single votes.
    public let deviation: Double

    init(shares: [Double]) {
        self.shares = shares
        mean = RatingScale.mean(of: shares)
        deviation = RatingScale.deviation(of: shares)
    }
}
