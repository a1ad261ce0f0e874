/// A confidence interval of a proportion (Wilson 1927, J. Am. Stat. Assoc. 22), which stays inside [0, 1] and keeps
/// its meaning near its ends.
public struct WilsonInterval: Sendable, Codable, Equatable {
    public let lower: Double
    public let upper: Double

    /// The 95 % interval of `successes` out of `trials`; nil without trials.
    ///
    /// - Precondition: `0 <= successes <= trials`.
    public init?(successes: Int, trials: Int) {
        precondition(successes >= 0 && successes <= trials, "\(successes) successes of \(trials)")
        guard trials > 0 else { return nil }
        // The 97.5 % point of the standard normal distribution.
        let z = 1.959963984540054
        let n = Double(trials)
        let p = Double(successes) / n
        let denominator = 1 + z * z / n
        let centre = (p + z * z / (2 * n)) / denominator
        let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / denominator
        lower = successes == 0 ? 0 : centre - half
        upper = successes == trials ? 1 : centre + half
    }
}
