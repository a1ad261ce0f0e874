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
    /// Of the votes for the scores 1, 2, …; they sum to 1.
    public let votes: [Double]
    public let prediction: Prediction

    public init(path: String, votes: [Double], prediction: Prediction) {
        self.path = path
        self.votes = votes
        self.prediction = prediction
    }

    /// The mean of the votes.
    var mean: Double { RatingScale.mean(of: votes) }

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
