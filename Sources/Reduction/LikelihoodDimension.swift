import Foundation

/// The most likely number of principal components (Minka 2000, "Automatic choice of dimensionality for PCA").
///
/// It uses Laplace's approximation of the evidence for each dimension, like scikit-learn's `mle`. The sums over pairs of
/// eigenvalues are carried over from one dimension to the next. Cost: columns² / 2 logarithms.
enum LikelihoodDimension {
    /// - Parameters:
    ///   - variances: all eigenvalues of the covariance, descending.
    ///   - rank: how many of them are above rounding errors.
    static func best(variances: [Double], rank: Int, rows: Int) -> Int {
        let columns = variances.count
        guard columns > 1, rank > 1 else { return rank }
        let samples = Double(rows)
        let tiny = variances[0] * Double.ulpOfOne
        func gap(_ i: Int, _ j: Int) -> Double { log(max(variances[i] - variances[j], tiny)) }
        // Sums over pairs of kept components, and over pairs of a kept and another component.
        var (kept, crossing, logarithms, volume) = (0.0, 0.0, 0.0, 0.0)
        var rest = variances.reduce(0, +)
        var best = (dimension: 1, evidence: -Double.infinity)
        for dimension in 1...min(rank, columns - 1) {
            let new = dimension - 1
            let own = log(variances[new])
            for other in 0..<new {
                let distance = gap(other, new)
                crossing -= distance
                kept += 2 * distance - log(variances[other]) - own
            }
            for other in dimension..<columns { crossing += gap(new, other) }
            logarithms += own
            rest -= variances[new]
            let half = Double(columns - new) / 2
            volume += lgamma(half) - log(Double.pi) * half - log(2)
            let left = Double(columns - dimension)
            let noise = max(1e-15, rest / left)
            let curvature = variances.prefix(dimension).reduce(0.0) {
                $0 + log(max(1 / noise - 1 / $1, Double.leastNormalMagnitude))
            }
            let k = Double(dimension)
            let m = Double(columns) * k - k * (k + 1) / 2
            let determinant = kept + crossing + left * curvature + m * log(samples)
            var evidence = volume - logarithms * samples / 2 - log(noise) * samples * left / 2
            evidence += log(2 * Double.pi) * (m + k) / 2 - determinant / 2 - k * log(samples) / 2
            if evidence > best.evidence { best = (dimension, evidence) }
        }
        return best.dimension
    }
}
