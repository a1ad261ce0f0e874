/// How one mask is chosen from a front of several objectives.
public enum FrontChoice: String, Sendable, CaseIterable {
    /// The most accurate mask; the cheapest of several equally accurate ones.
    case best
    /// The mask furthest from the plane through the ends of the front, on the better side (Das 1999).
    ///
    /// This is where a little less cost begins to cost much accuracy. Every objective is scaled to 1 over the front.
    case knee

    /// The position of the chosen point; nil if there are no points.
    ///
    /// - Parameter points: the objectives of each point. Lower is better in all of them; the first is the negative accuracy.
    public func position(in points: [[Double]]) -> Int? {
        switch self {
        case .best:
            return points.indices.min { points[$0].lexicographicallyPrecedes(points[$1]) }
        case .knee:
            let ranges = (points.first ?? []).indices.map { objective in
                let values = points.map { $0[objective] }
                return (least: values.min() ?? 0, width: (values.max() ?? 0) - (values.min() ?? 0))
            }
            // The distance from that plane falls with the sum of the scaled objectives.
            let sums = points.map { point in
                zip(point, ranges).reduce(0) { $0 + ($1.1.width > 0 ? ($1.0 - $1.1.least) / $1.1.width : 0) }
            }
            return sums.indices.min { sums[$0] < sums[$1] }
        }
    }
}
