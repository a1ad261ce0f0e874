import Foundation

/// A test of whether two classifiers differ on the same photographs (McNemar 1947, Psychometrika 12).
///
/// It is the exact binomial test on the photographs that only one of them got right.
public struct McNemarTest: Sendable, Codable, Equatable {
    /// Photographs that only the first classifier got right.
    public let onlyFirstRight: Int
    /// Photographs that only the second classifier got right.
    public let onlySecondRight: Int

    /// Makes a test of two counts.
    ///
    /// - Parameters:
    ///   - onlyFirstRight: photographs that only the first classifier got right.
    ///   - onlySecondRight: photographs that only the second classifier got right.
    public init(onlyFirstRight: Int, onlySecondRight: Int) {
        self.onlyFirstRight = onlyFirstRight
        self.onlySecondRight = onlySecondRight
    }

    /// Makes a test of two lists of verdicts.
    ///
    /// - Parameters:
    ///   - first: whether the first classifier is right on each photograph.
    ///   - second: the same of the second classifier, in the same order.
    /// - Precondition: both lists have the same length.
    public init(first: [Bool], second: [Bool]) {
        precondition(first.count == second.count, "\(first.count) and \(second.count) verdicts")
        self.init(
            onlyFirstRight: zip(first, second).count { $0 && !$1 },
            onlySecondRight: zip(first, second).count { !$0 && $1 })
    }

    /// The two-sided probability of a difference at least this large if both were equally good, in (0, 1].
    ///
    /// Cost: two logarithms of the gamma function for each photograph that only the worse one got right.
    public var pValue: Double {
        let count = onlyFirstRight + onlySecondRight
        let smaller = min(onlyFirstRight, onlySecondRight)
        let whole = lgamma(Double(count + 1)) - Double(count) * log(2)
        var tail = 0.0
        for k in 0...smaller {
            let choices = lgamma(Double(k + 1)) + lgamma(Double(count - k + 1))
            tail += exp(whole - choices)
        }
        return min(1, 2 * tail)
    }

    /// The probability when several verdicts on one photograph count, which are not independent.
    ///
    /// It is computed from the differences of the share of right verdicts, photograph by photograph (Durkalski et al. 2003,
    /// Stat. Med. 22). It relies on the normal distribution, and therefore on many photographs.
    ///
    /// - Parameter differences: the change of the share of right verdicts on each photograph, in [-1, 1].
    /// - Returns: the two-sided probability; 1 if no photograph differs.
    public static func pValue(ofClusters differences: [Double]) -> Double {
        let squares = differences.reduce(0) { $0 + $1 * $1 }
        guard squares > 0 else { return 1 }
        return erfc(abs(differences.reduce(0, +)) / (2 * squares).squareRoot())
    }
}
