/// Where numbers lie: extremes, quartiles, mean, and how many fall into equal ranges.
public struct DistributionSummary: Sendable, Codable, Equatable {
    public let count: Int
    public let minimum: Double
    public let lowerQuartile: Double
    public let median: Double
    public let upperQuartile: Double
    public let mean: Double
    public let maximum: Double
    /// How many lie in each of equal ranges from `histogramLower` to `histogramUpper`; the last one includes its end.
    public let histogram: [Int]
    public let histogramLower: Double
    public let histogramUpper: Double

    /// Nil without numbers. Quantiles lie between the nearest two numbers in proportion, as NumPy's do by default.
    ///
    /// - Parameter range: the histogram's; nil for that of the numbers.
    /// - Precondition: numbers are finite, `bins` is above 0.
    public init?(_ values: [Double], bins: Int = 20, range: ClosedRange<Double>? = nil) {
        let sorted = values.sorted()
        guard let lowest = sorted.first, let highest = sorted.last else { return nil }
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let below = sorted[Int(place)]
            let above = sorted[min(Int(place) + 1, sorted.count - 1)]
            return below + (above - below) * (place - place.rounded(.down))
        }
        count = sorted.count
        (minimum, maximum) = (lowest, highest)
        (lowerQuartile, median, upperQuartile) = (quantile(0.25), quantile(0.5), quantile(0.75))
        mean = sorted.reduce(0, +) / Double(sorted.count)
        let ends = range ?? lowest...highest
        (histogramLower, histogramUpper) = (ends.lowerBound, ends.upperBound)
        histogram = Self.counts(sorted, bins: bins, ends)
    }

    private static func counts(_ values: [Double], bins: Int, _ range: ClosedRange<Double>) -> [Int] {
        var counts = [Int](repeating: 0, count: bins)
        let width = (range.upperBound - range.lowerBound) / Double(bins)
        for value in values where range.contains(value) {
            let bin = width > 0 ? Int((value - range.lowerBound) / width) : 0
            counts[min(bin, bins - 1)] += 1
        }
        return counts
    }
}
