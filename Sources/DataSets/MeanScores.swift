import Matrices

/// Mean scores of photographs whose individual votes are not known.
public struct MeanScores: Sendable, Equatable {
    /// The mean score of each row; nil if it is unknown.
    public var values: [Double?]
    /// The lowest and the highest possible score.
    public let scale: ScoreScale

    /// Mean scores.
    ///
    /// - Parameters:
    ///   - values: the mean score of each row; nil if it is unknown.
    ///   - scale: the lowest and the highest possible score.
    public init(values: [Double?], scale: ScoreScale) {
        self.values = values
        self.scale = scale
    }

    /// The mean of votes for the scores 1, 2, …; nil without votes.
    package static func mean(ofVotes votes: some Collection<Float>) -> Double? {
        let sum = votes.reduce(0) { $0 + Double($1) }
        return sum > 0 ? RatingScale.mean(of: votes.map { Double($0) / sum }) : nil
    }

    package func selecting(rows: [Int]) -> MeanScores {
        MeanScores(values: rows.map { values[$0] }, scale: scale)
    }
}
