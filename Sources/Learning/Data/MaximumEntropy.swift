import Foundation

/// The distributions over the scores 1, 2, … that claim nothing beyond their moments.
///
/// Of all distributions with the same moments, they have the largest entropy (Jaynes 1957, doi:10.1103/PhysRev.106.620). They
/// stand in for votes where only a mean score is known, with or without its deviation.
public enum MaximumEntropy {
    /// The distribution with a given mean: the share of score i is proportional to exp(λ i).
    ///
    /// At an end of the scale, all votes are equal. Cost: about ten passes over the bins.
    ///
    /// - Parameters:
    ///   - bins: the number of scores, at least 2.
    ///   - mean: the mean score, from 1 to `bins`.
    /// - Returns: the share of each score; they sum to 1.
    /// - Throws: `LearningError.tooFewBins` and `.meanNotReachable`.
    public static func shares(bins: Int, mean: Double) throws(LearningError) -> [Double] {
        if bins >= 2, mean == 1 || mean == Double(bins) { return (1...bins).map { Double($0) == mean ? 1 : 0 } }
        try check(bins: bins, mean: mean, includesEnds: true)
        return tilted(scores(bins, around: mean), curvature: 0).shares
    }

    /// The distribution with a given mean and deviation: the share of score i is proportional to exp(λ i + μ i²).
    ///
    /// Cost: about a hundred passes over the bins.
    ///
    /// - Parameters:
    ///   - bins: the number of scores, at least 3; with two, the mean alone fixes the deviation.
    ///   - mean: the mean score, above 1 and below `bins`.
    ///   - deviation: the standard deviation of the scores. It is above that of a distribution over the two scores beside the mean,
    ///     and below that of a distribution over the first and the last score.
    /// - Returns: the share of each score; they sum to 1.
    /// - Throws: `LearningError.tooFewBins`, `.meanNotReachable` and `.deviationNotReachable`.
    public static func shares(bins: Int, mean: Double, deviation: Double) throws(LearningError) -> [Double] {
        guard bins >= 3 else { throw .tooFewBins(bins, least: 3) }
        try check(bins: bins, mean: mean, includesEnds: false)
        let (least, most) = deviations(bins: bins, mean: mean)
        guard deviation > least, deviation < most else {
            throw .deviationNotReachable(deviation, mean: mean, above: least, below: most)
        }
        let scores = scores(bins, around: mean)
        let variance = deviation * deviation
        // The variance rises with the curvature if the tilt follows so that the mean stays.
        let curvature = SafeguardedNewton.root(reach: 1 / Double(bins), limit: steepest) { curvature in
            let moments = tilted(scores, curvature: curvature)
            return (moments.second - variance, moments.varianceOfSquares)
        }
        return tilted(scores, curvature: curvature).shares
    }

    /// With a curvature beyond this, the shares between or beside two scores are below any floating-point number.
    private static let steepest = 1024.0

    private static func check(bins: Int, mean: Double, includesEnds: Bool) throws(LearningError) {
        guard bins >= 2 else { throw .tooFewBins(bins) }
        guard mean > 1, mean < Double(bins) else {
            throw .meanNotReachable(mean, lowest: 1, highest: Double(bins), includesEnds: includesEnds)
        }
    }

    /// The bounds of the deviation, which no distribution reaches that gives every score a share.
    private static func deviations(bins: Int, mean: Double) -> (least: Double, most: Double) {
        let below = mean.rounded(.down)
        let least = (mean - below) * (below + 1 - mean)
        return (least.squareRoot(), ((mean - 1) * (Double(bins) - mean)).squareRoot())
    }

    /// The distances of the scores from the mean: sums of them lose no digits, however close the mean is to an end.
    private static func scores(_ bins: Int, around mean: Double) -> [Double] { (1...bins).map { Double($0) - mean } }

    /// The distribution of mean 0 whose logarithm has this curvature.
    private static func tilted(_ scores: [Double], curvature: Double) -> Moments {
        let limit = (abs(curvature) + steepest) * Double(scores.count)
        let tilt = SafeguardedNewton.root(reach: 1, limit: limit) { tilt in
            let moments = Moments(scores, tilt: tilt, curvature: curvature)
            return (moments.first, moments.second - moments.first * moments.first)
        }
        return Moments(scores, tilt: tilt, curvature: curvature)
    }
}

/// A distribution over scores x with shares proportional to exp(tilt x + curvature x²), and its moments.
private struct Moments {
    let shares: [Double]
    private(set) var first = 0.0
    private(set) var second = 0.0
    private var third = 0.0
    private var fourth = 0.0

    init(_ scores: [Double], tilt: Double, curvature: Double) {
        let exponents = scores.map { ($0 * curvature + tilt) * $0 }
        let largest = exponents.max() ?? 0
        let weights = exponents.map { exp($0 - largest) }
        let sum = weights.reduce(0, +)
        shares = weights.map { $0 / sum }
        for (score, share) in zip(scores, shares) {
            let square = score * score
            first += share * score
            second += share * square
            third += share * score * square
            fourth += share * square * square
        }
    }

    /// How fast the second moment grows with the curvature if the tilt keeps the first at 0.
    var varianceOfSquares: Double {
        fourth - second * second - (second > 0 ? third * third / second : 0)
    }
}
