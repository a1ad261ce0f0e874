import Matrices

/// How photographs were rated: the shares of the votes of each in ordered bins, which stand for the scores 1, 2, ….
public struct RatingDistributions: Sendable, Equatable {
    /// The shares of the votes, `[photographs, bins]`; every row sums to 1.
    public let shares: Matrix

    /// The number of bins, which is the highest score.
    public var bins: Int { shares.columns }

    /// Distributions from votes.
    ///
    /// - Parameter votes: Numbers or shares of votes, `[photographs, bins]`; every row needs some.
    /// - Throws: `LearningError.tooFewBins` if there are fewer than 2 bins, `.votesNotUsable` if a row has no votes, or has a
    ///   number below 0.
    public init(votes: Matrix) throws(LearningError) {
        guard votes.columns >= 2 else { throw .tooFewBins(votes.columns) }
        var shares = votes
        for row in 0..<votes.rows {
            let values = votes.row(row)
            let sum = values.reduce(0) { $0 + Double($1) }
            guard values.allSatisfy({ $0 >= 0 }), sum > 0, sum.isFinite else { throw .votesNotUsable(row: row) }
            for bin in 0..<votes.columns { shares[row, bin] = Float(Double(votes[row, bin]) / sum) }
        }
        self.shares = shares
    }

    /// The mean score of every row, from 1 to the number of bins.
    public var means: [Double] { (0..<shares.rows).map { RatingScale.mean(of: shares.row($0)) } }

    /// Divides rows into `count` parts of equal size by their means, lowest first, so that both parts of a split are alike.
    func strata(_ count: Int) -> [Int] {
        let means = means
        let order = means.indices.sorted { (means[$0], $0) < (means[$1], $1) }
        var strata = [Int](repeating: 0, count: means.count)
        for (place, row) in order.enumerated() { strata[row] = place * count / order.count }
        return strata
    }
}
