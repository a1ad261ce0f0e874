import Foundation

/// How to choose the largest magnitude that rounded values reach; larger values are clipped to it.
public enum ClippingRule: Sendable, Equatable, Codable {
    /// The limit that keeps this percentage of all values from clipping; above 0 and at most 100.
    case percentile(Double)
    /// The limit whose rounded values have the smallest Kullback-Leibler divergence from the values themselves.
    ///
    /// This is the rule of Migacz 2017, "8-bit inference with TensorRT".
    case divergence

    /// The percentile that loses least of the features of MultiGAP.
    ///
    /// A lower one clips rare large values; a higher one wastes steps on them.
    public static let standardPercentile = 99.999

    /// The limit for values with the given magnitudes; 0 if there were only zeros.
    ///
    /// Cost of `divergence`: some millions of operations.
    ///
    /// - Parameters:
    ///   - histogram: The magnitudes of the values.
    ///   - levels: The number of magnitudes that they are rounded to.
    public func limit(of histogram: MagnitudeHistogram, levels: Int) -> Float {
        guard histogram.range > 0 else { return 0 }
        let bins: Int
        switch self {
        case .percentile(let share): bins = Self.percentileBins(histogram, share: share / 100)
        case .divergence: bins = Self.divergenceBins(histogram.counts, levels: levels)
        }
        let end = histogram.range * Float(bins) / Float(MagnitudeHistogram.binCount)
        return min(end, histogram.maximum)
    }

    /// The fewest bins that hold this share of the values.
    private static func percentileBins(_ histogram: MagnitudeHistogram, share: Double) -> Int {
        let wanted = share * Double(histogram.count)
        var seen = 0
        for (bin, count) in histogram.counts.enumerated() {
            seen += count
            if Double(seen) >= wanted { return bin + 1 }
        }
        return histogram.counts.count
    }

    private static func divergenceBins(_ counts: [Int], levels: Int) -> Int {
        // Zeros, which are half of all values after ReLU, are rounded exactly whatever the limit.
        var counts = counts.map(Double.init)
        counts[0] = counts.count > 1 ? counts[1] : 0
        guard let last = counts.lastIndex(where: { $0 > 0 }), last >= levels else { return counts.count }
        var best = (bins: counts.count, divergence: Double.infinity)
        for bins in stride(from: levels, through: counts.count, by: 8) {
            let divergence = divergence(of: counts, bins: bins, levels: levels)
            if divergence < best.divergence { best = (bins, divergence) }
        }
        return best.bins
    }

    /// The loss when the first `bins` bins are merged into levels; the last of them holds everything beyond.
    private static func divergence(of counts: [Double], bins: Int, levels: Int) -> Double {
        var reference = Array(counts[..<bins])
        reference[bins - 1] += counts[bins...].reduce(0, +)
        var merged = [Double](repeating: 0, count: bins)
        for level in 0..<levels {
            let (start, end) = (level * bins / levels, (level + 1) * bins / levels)
            let occupied = (start..<end).count { counts[$0] > 0 }
            guard occupied > 0 else { continue }
            let mean = counts[start..<end].reduce(0, +) / Double(occupied)
            for bin in start..<end where counts[bin] > 0 { merged[bin] = mean }
        }
        let (total, mergedTotal) = (reference.reduce(0, +), merged.reduce(0, +))
        guard total > 0, mergedTotal > 0 else { return .infinity }
        var sum = 0.0
        for (p, q) in zip(reference, merged) where p > 0 {
            // A bin that only the values beyond fill has no share in the merged ones, so its probability is taken as 1e-9.
            sum += p / total * log(p / total / max(q / mergedTotal, 1e-9))
        }
        return sum
    }
}
