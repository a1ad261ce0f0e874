import Foundation

/// How well probabilities of *aesthetic* match the truth: in each range of probabilities, their mean and the share that is
/// aesthetic.
public struct Reliability: Sendable, Codable, Equatable {
    /// One of the equal ranges of probability; a probability between two ranges belongs to the lower one, as in scikit-learn.
    public struct Bin: Sendable, Codable, Equatable {
        /// The lower end of the range, exclusive except for 0.
        public let lower: Double
        /// The upper end of the range, inclusive.
        public let upper: Double
        /// The number of photographs in the range.
        public let count: Int
        /// The mean probability of these photographs.
        public let meanProbability: Double
        /// The share of these photographs that is aesthetic, or the mean share of their votes that calls them so.
        public let share: Double
    }

    /// The ranges that hold photographs, ascending.
    public let bins: [Bin]
    /// The mean difference between the share and the mean probability of a photograph's range, in [0, 1].
    ///
    /// Published by Naeini et al. (2015).
    public let expectedCalibrationError: Double
    /// The mean squared difference of probability and truth, in [0, 1] (Brier 1950).
    public let brierScore: Double
    /// The mean negative natural logarithm of the probability given to the truth.
    ///
    /// Probabilities of 0 and 1 are moved inwards by 2^-52, as in scikit-learn.
    public let logLoss: Double

    /// Compares probabilities with truths; nil without photographs.
    ///
    /// - Parameters:
    ///   - truths: 1 or 0, or the share of a photograph's votes that calls it aesthetic. In the latter case each photograph
    ///     still counts as one, and each of its votes as a truth.
    ///   - probabilities: the probability of each, in the same order.
    ///   - count: the number of equal ranges, at least 1.
    /// - Precondition: there are as many probabilities as truths; all are in [0, 1].
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
