/// How the explained number changes as more and more of a picture is taken away or shown.
public struct RevealingCurve: Sendable, Equatable {
    /// The share of the pixels that are taken away or shown, from 0 to 1, ascending.
    public let shares: [Double]
    /// The explained number at each share.
    public let values: [Double]

    /// A curve.
    ///
    /// - Parameters:
    ///   - shares: The shares, ascending.
    ///   - values: The explained number at each.
    /// - Precondition: There are as many values as shares, and at least two.
    public init(shares: [Double], values: [Double]) {
        precondition(shares.count == values.count && shares.count >= 2, "\(values.count) values at \(shares.count) shares")
        self.shares = shares
        self.values = values
    }

    /// The area below the curve, by trapezoids: the mean of the explained number over all shares.
    public var area: Double {
        var area = 0.0
        for place in shares.indices.dropFirst() {
            area += (shares[place] - shares[place - 1]) * (values[place] + values[place - 1]) / 2
        }
        return area
    }
}
