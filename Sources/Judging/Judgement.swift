import Matrices

/// A classifier's answer for one row.
public enum Judgement: Sendable {
    /// The probability of *aesthetic*, in [0, 1].
    case probability(Double)
    /// The predicted distribution of votes.
    case rating(PredictedRating)
    /// A score, on the classifier's scale.
    case score(Double)

    /// The probability, the mean score or the score.
    public var value: Double {
        switch self {
        case .probability(let probability): probability
        case .rating(let rating): rating.mean
        case .score(let score): score
        }
    }

    /// The mean of probabilities, of scores on one scale, or of distributions of votes over the same scores.
    ///
    /// - Precondition: There is at least one, and all are of one kind.
    static func mean(of judgements: [Judgement]) -> Judgement {
        precondition(!judgements.isEmpty, "there is no judgement")
        if judgements.count == 1 { return judgements[0] }
        let ratings = judgements.compactMap { if case .rating(let rating) = $0 { rating } else { nil } }
        guard let first = ratings.first else {
            let mean = judgements.reduce(0) { $0 + $1.value } / Double(judgements.count)
            return if case .score = judgements[0] { .score(mean) } else { .probability(mean) }
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

/// A predicted distribution of votes over scores.
public struct PredictedRating: Sendable {
    /// The share of the votes for each of the scores 1, 2, …; they sum to 1.
    public let shares: [Double]
    /// The mean score.
    public let mean: Double
    /// The standard deviation of single votes, in scores.
    public let deviation: Double

    init(shares: [Double]) {
        self.shares = shares
        mean = RatingScale.mean(of: shares)
        deviation = RatingScale.deviation(of: shares)
    }
}
