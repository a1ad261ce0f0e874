import Matrices

/// The votes for a photograph beside what a classifier predicts.
public struct RatedPhotograph: Sendable {
    public enum Prediction: Sendable {
        /// Of the votes for the scores 1, 2, …; they sum to 1.
        case shares([Double])
        /// The probability of aesthetic, which is on another scale than the votes.
        case probability(Double)
    }

    /// Relative to its set.
    public let path: String
    /// Of the votes for the scores 1, 2, …; they sum to 1. Empty where their mean alone is known.
    public let votes: [Double]
    /// The mean score.
    public let mean: Double
    public let prediction: Prediction

    public init(path: String, votes: [Double], prediction: Prediction) {
        self.path = path
        self.votes = votes
        mean = RatingScale.mean(of: votes)
        self.prediction = prediction
    }

    /// A photograph of which the mean score is known and no vote, on whatever scale.
    public init(path: String, mean: Double, prediction: Prediction) {
        self.path = path
        votes = []
        self.mean = mean
        self.prediction = prediction
    }

    /// The predicted mean score, or the probability.
    var predictedValue: Double {
        switch prediction {
        case .shares(let shares): RatingScale.mean(of: shares)
        case .probability(let probability): probability
        }
    }

    /// Both to be ranked: mean scores to nine digits after the point, for the last bits of sums of shares are chance.
    var ranked: (mean: Double, predictedValue: Double) {
        switch prediction {
        case .shares: (Self.rounded(mean), Self.rounded(predictedValue))
        case .probability: (Self.rounded(mean), predictedValue)
        }
    }

    static func rounded(_ mean: Double) -> Double { (mean * 1e9).rounded() / 1e9 }
}
