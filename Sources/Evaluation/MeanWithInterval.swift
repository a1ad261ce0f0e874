import Matrices

/// The mean of a figure over photographs, with its 95 % interval.
public struct MeanWithInterval: Sendable, Codable, Equatable {
    /// The mean.
    public let mean: Double
    /// The number of photographs.
    public let count: Int
    /// The middle 95 % of the means of 2000 resamples; nil for a single photograph.
    public let interval: BootstrapInterval?

    /// The mean of some figures.
    ///
    /// Cost: `2000 · values.count` additions.
    ///
    /// - Parameters:
    ///   - values: One figure for each photograph.
    ///   - seed: Seeds the resamples.
    /// - Returns: Nil without figures.
    public init?(_ values: [Double], seed: UInt64) {
        guard !values.isEmpty else { return nil }
        count = values.count
        mean = values.reduce(0, +) / Double(values.count)
        guard values.count > 1 else {
            interval = nil
            return
        }
        var stream = RandomStream(seed: seed, name: "resamples of a mean")
        let resampled: ([Int]) -> Double? = { times in
            zip(values, times).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(values.count)
        }
        interval = Bootstrap.intervals(values.count, stream: &stream, of: [resampled])[0]
    }
}
