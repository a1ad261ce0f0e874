import Matrices

/// How photographs were rated: the shares of the votes of each in ordered bins, which stand for the scores 1, 2, ….
public struct RatingDistributions: Sendable, Equatable {
    /// The shares of the votes, `[photographs, bins]`; every row sums to 1.
    public let shares: Matrix

    /// The number of bins, which is the highest score.
    public var bins: Int { shares.columns }

    /// Distributions from votes.
    ///
    /// - Parameters:
    ///   - votes: numbers or shares of votes, `[photographs, bins]`; every row needs some.
    ///   - photographs: the name of each row, for errors; nil if the rows have none.
    /// - Precondition: every row has a name, or none has.
    /// - Throws: `LearningError.tooFewBins` if there are fewer than 2 bins, `.votesNotUsable` if a row has no votes, or has a
    ///   number below 0.
    public init(votes: Matrix, photographs: [String]? = nil) throws(LearningError) {
        precondition(photographs.map { $0.count == votes.rows } ?? true, "every row has a name, or none has")
        guard votes.columns >= 2 else { throw .tooFewBins(votes.columns) }
        var shares = votes
        for row in 0..<votes.rows {
            let values = votes.row(row)
            let sum = values.reduce(0) { $0 + Double($1) }
            guard values.allSatisfy({ $0 >= 0 }), sum > 0, sum.isFinite else {
                throw .votesNotUsable(row: row, photograph: photographs?[row])
            }
            for bin in 0..<votes.columns { shares[row, bin] = Float(Double(votes[row, bin]) / sum) }
        }
        self.shares = shares
    }

    /// Distributions for photographs of which only the mean score is known, with or without the deviation of the scores: those of
    /// the largest entropy (`MaximumEntropy`).
    ///
    /// - Parameters:
    ///   - means: the mean score of each photograph, from `lowest` to `highest`; with deviations, no mean reaches
    ///     either.
    ///   - deviations: the standard deviation of the scores of each photograph, on the same scale; nil if they are not known.
    ///   - lowest: the lowest possible score, which becomes the score 1.
    ///   - highest: the highest possible score, which becomes the score `bins`.
    ///   - bins: the number of bins, at least 2, and 3 with deviations.
    ///   - photographs: the name of each row, for errors; nil if the rows have none.
    /// - Precondition: there are as many deviations, and as many names, as means, if there are any.
    /// - Throws: `LearningError.tooFewBins`, `.scaleNotUsable`, and `.scoreNotUsable` for the first photograph whose mean or
    ///   deviation cannot be.
    public init(
        means: [Double], deviations: [Double]? = nil, lowest: Double, highest: Double, bins: Int, photographs: [String]? = nil
    ) throws(LearningError) {
        precondition(deviations.map { $0.count == means.count } ?? true, "every row has a deviation, or none has")
        precondition(photographs.map { $0.count == means.count } ?? true, "every row has a name, or none has")
        let least = deviations == nil ? 2 : 3
        guard bins >= least else { throw .tooFewBins(bins, least: least) }
        guard lowest.isFinite, highest.isFinite, lowest < highest else {
            throw .scaleNotUsable(lowest: lowest, highest: highest)
        }
        let scale = LinearScale(lowest: lowest, stretch: Double(bins - 1) / (highest - lowest))
        var shares = Matrix(rows: means.count, columns: bins)
        for (row, mean) in means.enumerated() {
            let distribution: [Double]
            do throws(LearningError) {
                distribution = try scale.shares(bins: bins, mean: mean, deviation: deviations?[row])
            } catch {
                throw .scoreNotUsable(row: row, photograph: photographs?[row], error)
            }
            for bin in 0..<bins { shares[row, bin] = Float(distribution[bin]) }
        }
        self.shares = shares
    }

    /// Rows that are spread more evenly over the mean ratings than all rows are: at most `count` drawn from each of `ranges` equal
    /// ranges of the mean.
    ///
    /// Most photographs of a rating set are near its middle, so that a network that first learns from all of them learns to
    /// say the middle.
    ///
    /// - Parameters:
    ///   - ranges: the number of ranges, at least 1.
    ///   - count: the most rows of a range that are kept, at least 1.
    ///   - seed: the seed of the draws.
    /// - Returns: the rows that are kept, ascending.
    public func balancedRows(ranges: Int, count: Int, seed: UInt64) -> [Int] {
        var stream = RandomStream(seed: seed, name: "balanced ratings")
        return RatingSample(bins: ranges, count: count).selection(
            ofMeans: means, lowest: 1, highest: Double(bins), from: &stream)
    }

    /// The mean score of every row, from 1 to the number of bins.
    public var means: [Double] { (0..<shares.rows).map { RatingScale.mean(of: shares.row($0)) } }

    /// Divides rows into `count` parts of equal size by their means, lowest first, so that both parts of a split are alike.
    package func strata(_ count: Int) -> [Int] {
        let means = means
        let order = means.indices.sorted { (means[$0], $0) < (means[$1], $1) }
        var strata = [Int](repeating: 0, count: means.count)
        for (place, row) in order.enumerated() { strata[row] = place * count / order.count }
        return strata
    }
}

/// How scores on any scale become the scores 1, 2, ….
private struct LinearScale {
    let lowest: Double
    let stretch: Double

    /// The distribution of the largest entropy; errors are in terms of this scale.
    func shares(bins: Int, mean: Double, deviation: Double?) throws(LearningError) -> [Double] {
        let place = 1 + (mean - lowest) * stretch
        do throws(LearningError) {
            guard let deviation else { return try MaximumEntropy.shares(bins: bins, mean: place) }
            return try MaximumEntropy.shares(bins: bins, mean: place, deviation: deviation * stretch)
        } catch .meanNotReachable(_, let lowest, let highest, let includesEnds) {
            throw .meanNotReachable(mean, lowest: score(lowest), highest: score(highest), includesEnds: includesEnds)
        } catch .deviationNotReachable(_, _, let above, let below) {
            throw .deviationNotReachable(deviation ?? 0, mean: mean, above: above / stretch, below: below / stretch)
        }
    }

    private func score(_ place: Double) -> Double { lowest + (place - 1) / stretch }
}
