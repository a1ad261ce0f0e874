import DataSets
import Matrices

/// How photographs were rated.
public struct RatingExploration: Sendable, Codable {
    /// How many ratings a photograph has.
    public let ratings: DistributionSummary
    /// The mean rating of a photograph, from 1 to the number of scores.
    public let meanRating: DistributionSummary
    /// How many photographs have a mean rating in each of some ranges; nil in files of versions that did not count them.
    public let ranges: [RatingRange]?
    /// Rated photographs by name; nil in files of versions that did not list them.
    public let rows: RatingRows?

    /// The ranges of the mean rating that are counted for ten scores unless others are given.
    ///
    /// They hold about 50 % and 85 % of the photographs of AVA.
    public static let usualRanges = [4.9...5.9, 3.9...6.8]
    private static let scoresOfUsualRanges = 10

    /// Summarises the votes for photographs; nil if there are none.
    ///
    /// Photographs without votes are left out.
    ///
    /// - Parameters:
    ///   - photographs: the photographs with their votes, all for the same scores.
    ///   - ranges: the ranges of the mean rating to count; nil for `usualRanges` if there are ten scores, and for none otherwise.
    ///   - rows: how many photographs to list as the best, as the worst, and as examples.
    public init?(_ photographs: [Photograph], ranges: [ClosedRange<Double>]? = nil, rows: Int = 5) {
        let rated = photographs.compactMap(RatedRow.init)
        guard let bins = rated.first?.votes.count, bins > 1,
            let ratings = DistributionSummary(rated.map(\.ratings)),
            let meanRating = DistributionSummary(rated.map(\.mean), bins: 4 * (bins - 1), range: 1...Double(bins))
        else { return nil }
        self.ratings = ratings
        self.meanRating = meanRating
        let ranges = ranges ?? (bins == Self.scoresOfUsualRanges ? Self.usualRanges : [])
        self.ranges = ranges.map { range in RatingRange(range, count: rated.count { range.contains($0.mean) }) }
        self.rows = RatingRows(of: rated, count: rows)
    }
}

/// A range of the mean rating, and how many photographs are in it.
public struct RatingRange: Sendable, Codable, Equatable {
    /// The lowest mean rating of the range.
    public let lowest: Double
    /// The highest mean rating of the range.
    public let highest: Double
    /// The number of photographs in the range, with both its ends.
    public let count: Int

    init(_ range: ClosedRange<Double>, count: Int) {
        (lowest, highest) = (range.lowerBound, range.upperBound)
        self.count = count
    }
}

/// A photograph with its votes.
public struct RatedRow: Sendable, Codable, Equatable {
    /// The path relative to the data set.
    public let path: String
    /// The votes for the scores 1, 2, …; at least one is above 0.
    public let votes: [Double]

    /// Nil for a photograph without votes.
    init?(_ photograph: Photograph) {
        guard photograph.scores.contains(where: { $0 > 0 }) else { return nil }
        path = photograph.path
        votes = photograph.scores.map(Double.init)
    }

    /// The number of votes.
    public var ratings: Double { votes.reduce(0, +) }
    /// The mean of the votes.
    public var mean: Double { RatingScale.mean(of: votes) / ratings }
    /// The standard deviation of the votes, with their number as divisor.
    public var deviation: Double { RatingScale.deviation(of: votes.map { $0 / ratings }) }
}

/// A few photographs of a rated data set.
public struct RatingRows: Sendable, Codable, Equatable {
    /// The photographs with the highest mean ratings, the best first; of equal ones, the earlier in the data set.
    public let best: [RatedRow]
    /// The photographs with the lowest mean ratings, the worst first; of equal ones, the earlier in the data set.
    public let worst: [RatedRow]
    /// Photographs at equal distances in the data set, from its first.
    public let examples: [RatedRow]

    /// Chooses at most `count` photographs of each kind.
    init(of rated: [RatedRow], count: Int) {
        let means = rated.map(\.mean)
        let ascending = rated.indices.sorted { (means[$0], $0) < (means[$1], $1) }
        let descending = rated.indices.sorted { (-means[$0], $0) < (-means[$1], $1) }
        best = descending.prefix(count).map { rated[$0] }
        worst = ascending.prefix(count).map { rated[$0] }
        let examples = min(count, rated.count)
        self.examples = (0..<examples).map { rated[$0 * rated.count / examples] }
    }
}
