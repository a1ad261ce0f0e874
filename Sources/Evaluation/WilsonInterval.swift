/// A confidence interval of a proportion by Wilson's method.
///
/// It stays inside [0, 1] and keeps its meaning near 0 and 1. Published by Wilson (1927, J. Am. Stat. Assoc. 22).
public struct WilsonInterval: Sendable, Codable, Equatable {
    /// The lower end, in [0, 1].
    public let lower: Double
    /// The upper end, in [0, 1].
    public let upper: Double

    /// The 95 % interval of a share; nil without trials.
    ///
    /// - Parameters:
    ///   - successes: the number of successes.
    ///   - trials: the number of trials.
    /// - Precondition: `0 <= successes <= trials`.
    public init?(successes: Int, trials: Int) {
        precondition(successes >= 0 && successes <= trials, "\(successes) successes of \(trials)")
        guard trials > 0 else { return nil }
        self.init(share: Double(successes) / Double(trials), trials: Double(trials))
    }

    /// The 95 % interval of the share of successes when trials belong together, as several verdicts on one photograph do; nil
    /// without trials.
    ///
    /// It is the interval for as many independent trials as would give the share the variance that it has between clusters (Rao
    /// and Scott 1992, Biometrics 48), but at most for all trials. If all trials succeed or none does, it is that for as many
    /// trials as there are clusters.
    ///
    /// - Parameter clusters: successes and trials of each cluster.
    /// - Precondition: `0 <= successes <= trials` and `trials > 0` in each cluster.
    public init?(clusters: [(successes: Int, trials: Int)]) {
        precondition(clusters.allSatisfy { 0...$0.trials ~= $0.successes && $0.trials > 0 }, "a cluster has no such share")
        let count = Double(clusters.count), total = Double(clusters.reduce(0) { $0 + $1.trials })
        guard count > 0 else { return nil }
        let share = Double(clusters.reduce(0) { $0 + $1.successes }) / total
        let squares = clusters.reduce(0.0) { sum, cluster in
            let excess = Double(cluster.successes) - share * Double(cluster.trials)
            return sum + excess * excess
        }
        guard count > 1, share > 0, share < 1 else {
            self.init(share: share, trials: count)
            return
        }
        let variance = squares * count / (count - 1) / (total * total)
        let independent = share * (1 - share)
        self.init(share: share, trials: variance * total > independent ? independent / variance : total)
    }

    private init(share: Double, trials: Double) {
        // The 97.5 % point of the standard normal distribution.
        let z = 1.959963984540054
        let denominator = 1 + z * z / trials
        let centre = (share + z * z / (2 * trials)) / denominator
        let half = z * (share * (1 - share) / trials + z * z / (4 * trials * trials)).squareRoot() / denominator
        lower = share == 0 ? 0 : centre - half
        upper = share == 1 ? 1 : centre + half
    }
}
