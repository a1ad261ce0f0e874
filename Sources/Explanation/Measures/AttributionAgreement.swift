import Evaluation

/// How far two attributions of one picture agree.
public enum AttributionAgreement {
    /// Spearman's correlation of the values of all pixels, in [-1, 1].
    ///
    /// Cost: two sorts of the pixels.
    ///
    /// - Precondition: Both have the same number of pixels.
    /// - Returns: Nil if one of them has the same value everywhere.
    public static func rankCorrelation(_ first: Attribution, _ second: Attribution) -> Double? {
        Correlation.spearman(first.values.map { Double($0) }, second.values.map { Double($0) })
    }

    /// The mean rank correlation of all pairs of attributions, such as those that one method gives with several seeds.
    ///
    /// - Returns: Nil for fewer than two, or if a pair has no correlation.
    public static func stability(_ attributions: [Attribution]) -> Double? {
        guard attributions.count > 1 else { return nil }
        var (sum, pairs) = (0.0, 0)
        for (place, first) in attributions.enumerated() {
            for second in attributions.dropFirst(place + 1) {
                guard let correlation = rankCorrelation(first, second) else { return nil }
                sum += correlation
                pairs += 1
            }
        }
        return sum / Double(pairs)
    }

    /// How far two attributions point at the same place: the share of pixels that both point at among those at which either does.
    ///
    /// An attribution points at the pixels with its highest positive values. If more pixels share the last of these values than
    /// belong to them, as in a segment, all of them do.
    ///
    /// - Parameters:
    ///   - first: One attribution.
    ///   - second: The other.
    ///   - share: The share of pixels that an attribution points at, above 0 and at most 1.
    /// - Precondition: Both have the same number of pixels.
    /// - Returns: A share in [0, 1]; nil if neither has a positive value.
    public static func pointing(_ first: Attribution, _ second: Attribution, share: Double = 0.1) -> Double? {
        precondition(first.values.count == second.values.count, "attributions of different pictures")
        let (one, other) = (first.pointedAt(share: share), second.pointedAt(share: share))
        var (both, either) = (0, 0)
        for pixel in one.indices {
            if one[pixel] && other[pixel] { both += 1 }
            if one[pixel] || other[pixel] { either += 1 }
        }
        return either == 0 ? nil : Double(both) / Double(either)
    }
}

extension Attribution {
    /// Whether each pixel is among the share with the highest values, and above zero.
    func pointedAt(share: Double) -> [Bool] {
        precondition(share > 0 && share <= 1, "a share of \(share)")
        let count = max(1, Int((share * Double(values.count)).rounded()))
        let least = values.sorted(by: >)[count - 1]
        return values.map { $0 > 0 && $0 >= least }
    }

    /// The share of the positive attribution that lies on some of the pixels, in [0, 1].
    ///
    /// - Parameter isInside: `[height, width]`: whether each pixel counts.
    /// - Precondition: There are as many as pixels.
    /// - Returns: Nil if no attribution is positive.
    public func positiveShare(inside isInside: [Bool]) -> Double? {
        precondition(isInside.count == values.count, "\(isInside.count) marks for \(values.count) pixels")
        var (inside, all) = (0.0, 0.0)
        for (value, isInside) in zip(values, isInside) where value > 0 {
            all += Double(value)
            if isInside { inside += Double(value) }
        }
        return all > 0 ? inside / all : nil
    }
}
