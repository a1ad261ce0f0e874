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
        return selection(ofMeans: photographs.map { RatedRow($0)?.mean }, lowest: 1, highest: Double(bins), from: &stream)
    }
}
