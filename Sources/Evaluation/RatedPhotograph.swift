import Matrices

/// The votes for a photograph together with a classifier's prediction.
public struct RatedPhotograph: Sendable {
    /// What the classifier predicts.
    public enum Prediction: Sendable {
        /// Shares of the votes for the scores 1, 2, …; they sum to 1.
        case shares([Double])
        /// The probability of aesthetic, which is on another scale than the votes.
        case probability(Double)
        /// A score, on the scale of the mean scores or on another.
        case score(Double)
    }

    /// The photograph's path, relative to its set.
    public let path: String
    /// Shares of the votes for the scores 1, 2, …, which sum to 1; empty if only their mean is known.
    public let votes: [Double]
    /// The mean score.
    public let mean: Double
    /// The classifier's prediction.
    public let prediction: Prediction

    /// Makes a photograph whose votes are known.
    ///
    /// - Parameters:
    ///   - path: the photograph's path, relative to its set.
    ///   - votes: shares of the votes for the scores 1, 2, …, which sum to 1.
    ///   - prediction: the classifier's prediction.
    public init(path: String, votes: [Double], prediction: Prediction) {
        self.path = path
        self.votes = votes
        mean = RatingScale.mean(of: votes)
        self.prediction = prediction
    }

    /// Makes a photograph whose mean score alone is known, on any scale.
    ///
    /// - Parameters:
    ///   - path: the photograph's path, relative to its set.
    ///   - mean: the mean score.
    ///   - prediction: the classifier's prediction.
    public init(path: String, mean: Double, prediction: Prediction) {
        self.path = path
        votes = []
        self.mean = mean
        self.prediction = prediction
    }

    /// The predicted score, or the probability.
    var predictedValue: Double {
        switch prediction {
        case .shares(let shares): RatingScale.mean(of: shares)
        case .probability(let value), .score(let value): value
        }
    }

    /// Both values for ranking.
    ///
    /// Mean scores are rounded to nine decimals, because the last bits of sums of shares are arbitrary.
    var ranked: (mean: Double, predictedValue: Double) {
        switch prediction {
        case .shares: (Self.rounded(mean), Self.rounded(predictedValue))
        case .probability, .score: (Self.rounded(mean), predictedValue)
        }
    }

    static func rounded(_ mean: Double) -> Double { (mean * 1e9).rounded() / 1e9 }
}
