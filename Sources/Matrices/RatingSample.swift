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
    /// Those of each range are drawn at random. Photographs without a mean rating are left out. A mean that rounding has put
    /// beyond an end of the scale belongs to the range at that end.
    ///
    /// - Parameters:
    ///   - means: the mean rating of each photograph, from `lowest` to `highest`; nil if it is unknown.
    ///   - lowest: the lowest possible rating.
    ///   - highest: the highest possible rating, above `lowest`.
    ///   - stream: random numbers for the draws.
    /// - Precondition: no mean is NaN.
    public func selection(
        ofMeans means: [Double?], lowest: Double, highest: Double, from stream: inout RandomStream
    ) -> [Int] {
        precondition(lowest < highest, "\(lowest) to \(highest) is not a scale")
        var members = [[Int]](repeating: [], count: bins)
        for (number, mean) in means.enumerated() {
            guard let mean else { continue }
            precondition(!mean.isNaN, "the mean rating of photograph \(number) is not a number")
            let place = (min(highest, max(lowest, mean)) - lowest) / (highest - lowest)
            members[min(bins - 1, Int(place * Double(bins)))].append(number)
        }
        var kept: [Int] = []
        for members in members {
            kept += stream.distinct(min(count, members.count), below: members.count).map { members[$0] }
        }
        return kept.sorted()
    }
}
