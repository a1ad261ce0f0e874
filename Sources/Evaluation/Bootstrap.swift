import Faults
import Matrices

/// A confidence interval of a statistic, taken from its spread over resamples.
public struct BootstrapInterval: Sendable, Codable, Equatable {
    /// The lower end.
    public let lower: Double
    /// The upper end.
    public let upper: Double

    /// Checks that both ends are possible for correlations or their differences, and that they are in order.
    func check(_ key: String) throws(StoredProblem) {
        try StoredProblem.require(key + ".lower", lower, in: -2...2)
        try StoredProblem.require(key + ".upper", upper, in: -2...2)
        guard lower <= upper else { throw StoredProblem(key, "ends before it begins") }
    }
}

/// 95 % intervals for statistics without a simple distribution, by the percentile method (Efron and Tibshirani 1993).
///
/// Photographs are drawn again with replacement, and the middle 95 % of the statistic's values are taken.
enum Bootstrap {
    /// With 2000 resamples, the ends of an interval move by about a fiftieth of its width from seed to seed.
    static let resamples = 2000

    /// Computes one interval per statistic, all from the same resamples.
    ///
    /// A statistic is given how many times each of `count` photographs was drawn. An interval is nil if more than a
    /// twentieth of the resamples have no value. Cost: `resamples` times that of the statistics.
    static func intervals(
        _ count: Int, stream: inout RandomStream, of statistics: [([Int]) -> Double?]
    ) -> [BootstrapInterval?] {
        guard count > 0 else { return statistics.map { _ in nil } }
        var values = [[Double]](repeating: [], count: statistics.count)
        for _ in 0..<resamples {
            var times = [Int](repeating: 0, count: count)
            for _ in 0..<count { times[Int.random(in: 0..<count, using: &stream)] += 1 }
            for (place, statistic) in statistics.enumerated() {
                if let value = statistic(times) { values[place].append(value) }
            }
        }
        return values.map { values in
            guard 20 * values.count >= 19 * resamples else { return nil }
            let sorted = values.sorted()
            return BootstrapInterval(lower: quantile(0.025, of: sorted), upper: quantile(0.975, of: sorted))
        }
    }

    /// A quantile, interpolated linearly between neighbouring values, as in NumPy.
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let lower = Int(place)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
    }
}
