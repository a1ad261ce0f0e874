import DataSets
import Matrices

extension RatingSample {
    /// The numbers of the photographs that are kept, ascending.
    ///
    /// Those of each range are drawn at random. Photographs without votes are left out.
    ///
    /// - Parameters:
    ///   - photographs: the photographs, with their votes; all votes are for the same scores.
    ///   - stream: random numbers for the draws.
    public func selection(of photographs: [Photograph], from stream: inout RandomStream) -> [Int] {
        let bins = photographs.map(\.scores.count).max() ?? 0
        guard bins > 1 else { return [] }
        let means = photographs.map { photograph -> Double? in
            let votes = photograph.scores.map(Double.init)
            return votes.reduce(0, +) > 0 ? RatingExploration.mean(votes) : nil
        }
        return selection(ofMeans: means, lowest: 1, highest: Double(bins), from: &stream)
    }
}
