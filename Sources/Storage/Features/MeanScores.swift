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
    static func mean(ofVotes votes: some Collection<Float>) -> Double? {
        let sum = votes.reduce(0) { $0 + Double($1) }
        return sum > 0 ? RatingScale.mean(of: votes.map { Double($0) / sum }) : nil
    }

    func selecting(rows: [Int]) -> MeanScores {
        MeanScores(values: rows.map { values[$0] }, scale: scale)
    }

    /// `/means`, with NaN for unknown scores, and the attributes `lowest` and `highest`.
    func write(to root: HDF5Group) throws(StorageError) {
        try root.write("means", values.map { $0 ?? .nan })
        let attributes = try root.dataset("means").attributes
        try attributes.set("lowest", scale.lowest)
        try attributes.set("highest", scale.highest)
    }

    /// Nil if the file has none.
    init?(readingFrom root: HDF5Group, count: Int) throws(StorageError) {
        guard try root.contains("means") else { return nil }
        let means = try root.doubles("means", count: count)
        let attributes = try root.dataset("means").attributes
        guard let scale = ScoreScale(lowest: try attributes.real("lowest"), highest: try attributes.real("highest")) else {
            throw root.invalid("means", "its attributes lowest and highest do not form a scale")
        }
        guard means.allSatisfy({ $0.isNaN || scale.contains($0) }) else {
            throw root.invalid("means", "mean scores must lie between lowest and highest")
        }
        values = means.map { $0.isNaN ? nil : $0 }
        self.scale = scale
    }
}

extension FeaturesRows {
    /// The mean score of a photograph; nil if it is not known.
    ///
    /// It is the score that was given or, failing that, the mean of the votes, on the scale from 1.
    ///
    /// - Parameter row: the number of the row.
    public func meanScore(of row: Int) -> Double? {
        means?.values[row] ?? (scores?.row(row)).flatMap { MeanScores.mean(ofVotes: $0) }
    }
}
