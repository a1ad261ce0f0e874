import Foundation

/// How true probabilities of *aesthetic* are: within each range of them, the mean beside the part that is aesthetic.
public struct Reliability: Sendable, Codable, Equatable {
    /// One of the equal ranges of probability; what lies between two belongs to the lower one, as in scikit-learn.
    public struct Bin: Sendable, Codable, Equatable {
        public let lower: Double
        public let upper: Double
        public let count: Int
        public let meanProbability: Double
        /// The part of the photographs that is aesthetic, or the mean part of the votes for them that says so.
        public let share: Double
    }

    /// The bins that hold photographs, ascending.
    public let bins: [Bin]
    /// The mean over photographs of the difference between the two within their bin, in [0, 1] (Naeini et al. 2015).
    public let expectedCalibrationError: Double
    /// The mean squared difference of probability and truth, in [0, 1] (Brier 1950).
    public let brierScore: Double
    /// The mean negative natural logarithm of the probability of what is true; a probability of 0 or 1 counts as 2^-52 less
    /// sure, as in scikit-learn.
    public let logLoss: Double

    /// Truths are 1 and 0, or the share of the votes for a photograph that call it aesthetic; every photograph then counts
    /// as one, and each of its votes as a truth.
    ///
    /// - Precondition: both are equally many and lie in [0, 1]; `bins` is above 0. Nil without photographs.
    public init?(truths: [Double], probabilities: [Double], bins count: Int = 15) {
        precondition(truths.count == probabilities.count, "\(truths.count) truths, \(probabilities.count) probabilities")
        guard !truths.isEmpty else { return nil }
        var sums = [(count: Int, probability: Double, share: Double)](repeating: (0, 0, 0), count: count)
        var (squares, logarithms) = (0.0, 0.0)
        for (truth, probability) in zip(truths, probabilities) {
            let bin = (1..<count).count { Double($0) * (1 / Double(count)) < probability }
            sums[bin].count += 1
            sums[bin].probability += probability
            sums[bin].share += truth
            squares += truth * (1 - probability) * (1 - probability) + (1 - truth) * probability * probability
            let certain = min(max(probability, .ulpOfOne), 1 - .ulpOfOne)
            logarithms -= truth * log(certain) + (1 - truth) * log(1 - certain)
        }
        bins = sums.enumerated().filter { $0.element.count > 0 }.map { index, sum in
            Bin(
                lower: Double(index) / Double(count), upper: Double(index + 1) / Double(count), count: sum.count,
                meanProbability: sum.probability / Double(sum.count), share: sum.share / Double(sum.count))
        }
        let total = Double(truths.count)
        expectedCalibrationError = sums.reduce(0) { $0 + abs($1.probability - $1.share) } / total
        brierScore = squares / total
        logLoss = logarithms / total
    }
}
