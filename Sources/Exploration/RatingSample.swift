import DataSets
import Matrices

/// A sample of photographs that are spread more evenly over their mean ratings, since most photographs of a rating set are near
/// its middle.
public struct RatingSample: Sendable {
    /// The number of equal ranges of the mean rating.
    private let bins: Int
    /// The most photographs of a range that are kept.
    private let count: Int

    /// Makes a sample.
    ///
    /// - Parameters:
    ///   - bins: the number of equal ranges of the mean rating, at least 1.
    ///   - count: the most photographs of a range that are kept, at least 1.
    public init(bins: Int, count: Int) {
        precondition(bins > 0 && count > 0, "\(bins) ranges of \(count) photographs hold nothing")
        self.bins = bins
        self.count = count
    }

    /// The numbers of the photographs that are kept, ascending.
    ///
    /// Those of each range are drawn at random. Photographs without ratings are left out.
    ///
    /// - Parameters:
    ///   - photographs: the photographs, with their votes.
    ///   - stream: random numbers for the draws.
    public func selection(of photographs: [Photograph], from stream: inout RandomStream) -> [Int] {
        var members = [[Int]](repeating: [], count: bins)
        for (number, photograph) in photographs.enumerated() {
            let votes = photograph.scores.map(Double.init)
            guard votes.count > 1, votes.reduce(0, +) > 0 else { continue }
            let place = (RatingExploration.mean(votes) - 1) / Double(votes.count - 1)
            members[min(bins - 1, Int(place * Double(bins)))].append(number)
        }
        var kept: [Int] = []
        for members in members {
            kept += stream.distinct(min(count, members.count), below: members.count).map { members[$0] }
        }
        return kept.sorted()
    }
}
