/// Two quantities of the same photographs, sorted once for any number of resamples.
struct PairedSample {
    let x: [Double]
    let y: [Double]
    private let orders: (x: [Int], y: [Int])

    /// - Precondition: there are as many values of `y` as of `x`.
    init(_ x: [Double], _ y: [Double]) {
        precondition(x.count == y.count, "\(x.count) and \(y.count) values")
        (self.x, self.y) = (x, y)
        orders = (x.indices.sorted { x[$0] < x[$1] }, y.indices.sorted { y[$0] < y[$1] })
    }

    var spearman: Double? { spearman(times: [Int](repeating: 1, count: x.count)) }

    func pearson(times: [Int]) -> Double? { Correlation.pearson(x, y, times: times) }

    /// Spearman's coefficient with each pair counted as often as `times` says.
    ///
    /// Cost: one pass over each order.
    func spearman(times: [Int]) -> Double? {
        Correlation.pearson(Self.ranks(x, orders.x, times), Self.ranks(y, orders.y, times), times: times)
    }

    /// Ranks from 0, with equal values at their mean rank.
    private static func ranks(_ values: [Double], _ order: [Int], _ times: [Int]) -> [Double] {
        var ranks = [Double](repeating: 0, count: values.count)
        var (start, before) = (0, 0)
        while start < order.count {
            var (end, tied) = (start, 0)
            repeat {
                tied += times[order[end]]
                end += 1
            } while end < order.count && values[order[end]] == values[order[start]]
            for place in start..<end { ranks[order[place]] = Double(before) + Double(tied - 1) / 2 }
            (start, before) = (end, before + tied)
        }
        return ranks
    }
}
