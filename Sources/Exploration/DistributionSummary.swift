/// A summary of numbers: extremes, quartiles, mean and deviation, outliers, and a histogram.
public struct DistributionSummary: Sendable, Codable, Equatable {
    /// How many numbers there are.
    public let count: Int
    /// The smallest number.
    public let minimum: Double
    /// The number that a quarter of the numbers do not exceed.
    public let lowerQuartile: Double
    /// The number that half of the numbers do not exceed.
    public let median: Double
    /// The number that three quarters of the numbers do not exceed.
    public let upperQuartile: Double
    /// The arithmetic mean.
    public let mean: Double
    /// The standard deviation, with one less than the count as its divisor; nil for a single number, and in files of versions
    /// that did not store it.
    public let deviation: Double?
    /// How many numbers are far from the others; nil in files of versions that did not count them.
    public let outliers: Outliers?
    /// The largest number.
    public let maximum: Double
    /// How many numbers are in each of equal ranges from `histogramLower` to `histogramUpper`; the last range includes its end.
    public let histogram: [Int]
    /// The lower end of the first range.
    public let histogramLower: Double
    /// The upper end of the last range.
    public let histogramUpper: Double

    /// How many numbers are outside the fences.
    public struct Outliers: Sendable, Codable, Equatable {
        /// The number of those below the lower fence.
        public let below: Int
        /// The number of those above the upper fence.
        public let above: Int
    }

    /// The fences of Tukey (1977): the quartiles, with one and a half times the distance between them on either side.
    public var fences: ClosedRange<Double> { Self.fences(lowerQuartile, upperQuartile) }

    private static func fences(_ lowerQuartile: Double, _ upperQuartile: Double) -> ClosedRange<Double> {
        let reach = 1.5 * (upperQuartile - lowerQuartile)
        return lowerQuartile - reach...upperQuartile + reach
    }

    /// Summarises numbers; nil if there are none.
    ///
    /// Quantiles are interpolated between the nearest two numbers, as in NumPy by default.
    ///
    /// - Parameters:
    ///   - values: the numbers, in any order.
    ///   - bins: the number of ranges of the histogram.
    ///   - range: the ends of the histogram; nil for the extremes of the numbers. Numbers outside are not counted in it.
    /// - Precondition: the numbers are finite, and `bins` is above 0.
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
        let squares = sorted.reduce(0) { [mean] in $0 + ($1 - mean) * ($1 - mean) }
        deviation = sorted.count > 1 ? (squares / Double(sorted.count - 1)).squareRoot() : nil
        let ends = range ?? lowest...highest
        (histogramLower, histogramUpper) = (ends.lowerBound, ends.upperBound)
        histogram = Self.counts(sorted, bins: bins, ends)
        let fences = Self.fences(lowerQuartile, upperQuartile)
        outliers = Outliers(
            below: sorted.count { $0 < fences.lowerBound }, above: sorted.count { $0 > fences.upperBound })
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
