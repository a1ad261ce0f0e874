import Matrices

/// How much better one run's correlations with mean votes are than another's, on the photographs that both judged.
public struct RatingDifference: Sendable, Codable, Equatable {
    /// The number of photographs with votes that both runs judged.
    public let common: Int
    /// The second run's Spearman correlation less the first's; nil if one of them has none.
    public let rank: Double?
    /// The 95 % bootstrap interval of that difference, both runs on the same resamples; nil if it has none.
    public let rankInterval: BootstrapInterval?
    /// The second run's Pearson correlation less the first's; nil if one of them has none.
    public let linear: Double?
    /// The 95 % bootstrap interval of that difference; nil if it has none.
    public let linearInterval: BootstrapInterval?

    /// Compares two runs on the photographs that have ratings; nil if there are none.
    ///
    /// Cost: 2000 passes over them for each of the four correlations.
    init?(_ pairs: [(first: JudgedPhotograph, second: JudgedPhotograph)], stream: inout RandomStream) {
        let rated = pairs.compactMap { pair in
            pair.second.meanVote.map { (vote: $0, first: pair.first.probability, second: pair.second.probability) }
        }
        guard !rated.isEmpty else { return nil }
        let samples = [rated.map(\.first), rated.map(\.second)].map { PairedSample(rated.map(\.vote), $0) }
        func difference(_ correlation: (PairedSample) -> Double?) -> Double? {
            guard let first = correlation(samples[0]), let second = correlation(samples[1]) else { return nil }
            return second - first
        }
        let intervals = Bootstrap.intervals(
            rated.count, stream: &stream,
            of: [
                { times in difference { $0.spearman(times: times) } },
                { times in difference { $0.pearson(times: times) } },
            ])
        common = rated.count
        rank = difference { $0.spearman }
        linear = difference { Correlation.pearson($0.x, $0.y) }
        (rankInterval, linearInterval) = (intervals[0], intervals[1])
    }
}
