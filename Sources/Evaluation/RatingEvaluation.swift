import Matrices

/// What predicted distributions of ratings are worth against the votes.
///
/// Distributions are shares of the scores 1, 2, …, which sum to 1.
public struct RatingEvaluation: Sendable, Codable, Equatable {
    /// Photographs with votes.
    public let count: Int
    /// Spearman's correlation of the ranks of mean scores, equal ones at their mean rank; nil where all are equal.
    public let rankCorrelation: Double?
    /// Pearson's correlation of mean scores; nil where all are equal.
    public let linearCorrelation: Double?
    /// Pearson's correlation of the deviations; nil where all are equal.
    public let deviationCorrelation: Double?
    /// The earth mover's distance, as a mean over photographs of the mean over scores (Talebi and Milanfar 2018, r = 1).
    public let earthMoversDistance: Double
    /// Mean absolute difference of mean scores.
    public let meanError: Double

    /// - Precondition: as many of both, at least one, all over the same scores.
    public init(truths: [[Double]], predictions: [[Double]]) {
        precondition(!truths.isEmpty && truths.count == predictions.count, "every distribution needs its truth")
        let means = (truths.map { RatingScale.mean(of: $0) }, predictions.map { RatingScale.mean(of: $0) })
        count = truths.count
        linearCorrelation = Correlation.pearson(means.0, means.1)
        rankCorrelation = Correlation.spearman(means.0, means.1)
        deviationCorrelation = Correlation.pearson(
            truths.map { RatingScale.deviation(of: $0) }, predictions.map { RatingScale.deviation(of: $0) })
        earthMoversDistance = zip(truths, predictions).reduce(0) { $0 + Self.distance($1.0, $1.1) } / Double(truths.count)
        meanError = zip(means.0, means.1).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(truths.count)
    }

    private static func distance(_ one: [Double], _ other: [Double]) -> Double {
        precondition(one.count == other.count, "\(one.count) and \(other.count) scores")
        var (surplus, sum) = (0.0, 0.0)
        for (one, other) in zip(one, other) {
            surplus += one - other
            sum += abs(surplus)
        }
        return sum / Double(one.count)
    }
}

/// How two quantities go together.
public enum Correlation {
    /// Pearson's coefficient; nil where one of them does not vary.
    public static func pearson(_ x: [Double], _ y: [Double]) -> Double? {
        guard x.contains(where: { $0 != x[0] }), y.contains(where: { $0 != y[0] }) else { return nil }
        let means = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for (x, y) in zip(x, y) {
            xx += (x - means.0) * (x - means.0)
            yy += (y - means.1) * (y - means.1)
            xy += (x - means.0) * (y - means.1)
        }
        return xx > 0 && yy > 0 ? xy / (xx.squareRoot() * yy.squareRoot()) : nil
    }

    /// Spearman's coefficient: Pearson's of the ranks, equal values at their mean rank.
    public static func spearman(_ x: [Double], _ y: [Double]) -> Double? { pearson(ranks(x), ranks(y)) }

    private static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 }
            start = end
        }
        return ranks
    }
}
