import Matrices
import Storage

/// Fewer photographs, spread more evenly over their mean ratings: most of a rating set lies around its middle.
public struct RatingSample: Sendable {
    /// Equal ranges of the mean rating.
    private let bins: Int
    /// How many photographs of each range are kept at most.
    private let count: Int

    public init(bins: Int, count: Int) {
        precondition(bins > 0 && count > 0, "\(bins) ranges of \(count) photographs hold nothing")
        self.bins = bins
        self.count = count
    }

    /// The numbers of the photographs that are kept, ascending: of each range drawn by chance.
    ///
    /// Photographs without ratings are left out.
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
