import Matrices

/// How good predicted distributions of votes are when compared with the votes.
public struct ScoreEvaluation: Sendable, Codable, Equatable {
    /// The mean absolute difference of mean scores (MAE).
    public let meanError: Double
    /// The root of the mean squared difference of mean scores (RMSE).
    public let rootMeanSquareError: Double
    /// The earth mover's distance with r = 1, as a mean over photographs of the mean over scores (Talebi and Milanfar 2018).
    public let earthMoversDistance: Double
    /// The earth mover's distance with r = 2: the root of the mean square over scores.
    public let quadraticEarthMoversDistance: Double
    /// Pearson's correlation of the standard deviations of votes; nil if all are equal.
    public let deviationCorrelation: Double?
    /// Spearman's correlation of the standard deviations, which are rounded to nine decimals; nil if all are equal.
    public let deviationRankCorrelation: Double?
    /// The mean score from which a photograph counts as aesthetic.
    public let threshold: Double
    /// The share of photographs whose mean score is predicted on the right side of the threshold.
    public let accuracy: Double
    /// The 95 % interval of the accuracy.
    public let accuracyInterval: WilsonInterval?
    /// How well the predicted share of votes at or above the threshold matches the actual one.
    ///
    /// The share is taken as the probability that a single vote is one of them.
    public let reliability: Reliability?

    /// Nil unless all predictions are shares and the votes of all photographs are known.
    init?(_ photographs: [RatedPhotograph], threshold: Double) {
        var pairs: [(truth: [Double], prediction: [Double])] = []
        for photograph in photographs {
            guard !photograph.votes.isEmpty, case .shares(let shares) = photograph.prediction else { return nil }
            precondition(shares.count == photograph.votes.count, "\(shares.count) and \(photograph.votes.count) scores")
            pairs.append((photograph.votes, shares))
        }
        let truths = photographs.map(\.mean), predictions = photographs.map(\.predictedValue)
        let differences = Differences(predictions, truths), count = Double(pairs.count)
        meanError = differences.meanAbsolute
        rootMeanSquareError = differences.rootMeanSquare
        let distances = pairs.map { EarthMover.distances($0.truth, $0.prediction) }
        earthMoversDistance = distances.reduce(0) { $0 + $1.linear } / count
        quadraticEarthMoversDistance = distances.reduce(0) { $0 + $1.quadratic } / count
        let deviations = (
            x: pairs.map { RatingScale.deviation(of: $0.truth) }, y: pairs.map { RatingScale.deviation(of: $0.prediction) }
        )
        deviationCorrelation = Correlation.pearson(deviations.x, deviations.y)
        deviationRankCorrelation = Correlation.spearman(
            deviations.x.map(RatedPhotograph.rounded), deviations.y.map(RatedPhotograph.rounded))
        self.threshold = threshold
        let right = zip(truths, predictions).count { ($0 >= threshold) == ($1 >= threshold) }
        accuracy = Double(right) / count
        accuracyInterval = WilsonInterval(successes: right, trials: pairs.count)
        reliability = Reliability(
            truths: pairs.map { Self.share(of: $0.truth, from: threshold) },
            probabilities: pairs.map { Self.share(of: $0.prediction, from: threshold) })
    }

    private static func share(of shares: [Double], from threshold: Double) -> Double {
        min(1, zip(1..., shares).reduce(0) { Double($1.0) >= threshold ? $0 + $1.1 : $0 })
    }
}

/// How much must be moved to turn one distribution over scores into another.
private enum EarthMover {
    /// The means over scores of the differences of the cumulative shares, with r = 1 and r = 2.
    static func distances(_ one: [Double], _ other: [Double]) -> (linear: Double, quadratic: Double) {
        var surplus = 0.0, sums = (0.0, 0.0)
        for (one, other) in zip(one, other) {
            surplus += one - other
            sums.0 += abs(surplus)
            sums.1 += surplus * surplus
        }
        return (sums.0 / Double(one.count), (sums.1 / Double(one.count)).squareRoot())
    }
}
