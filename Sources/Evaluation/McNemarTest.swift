import Foundation

/// Whether two classifiers differ on the same photographs (McNemar 1947, Psychometrika 12), by the exact binomial test
/// on those that only one of them got right.
public struct McNemarTest: Sendable, Codable, Equatable {
    public let onlyFirstRight: Int
    public let onlySecondRight: Int

    public init(onlyFirstRight: Int, onlySecondRight: Int) {
        self.onlyFirstRight = onlyFirstRight
        self.onlySecondRight = onlySecondRight
    }

    /// - Precondition: both are equally many, photograph beside photograph.
    public init(first: [Bool], second: [Bool]) {
        precondition(first.count == second.count, "\(first.count) and \(second.count) verdicts")
        self.init(
            onlyFirstRight: zip(first, second).count { $0 && !$1 },
            onlySecondRight: zip(first, second).count { !$0 && $1 })
    }

    /// The two-sided probability of a difference as large as this one if both were equally good, in (0, 1].
    /// Cost: one logarithm of the gamma function for each photograph that only the worse one got right.
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

    /// The probability where several verdicts on one photograph count, which are not independent: by the differences of
    /// the share that is right, photograph by photograph (Durkalski et al. 2003, Stat. Med. 22). It rests on the normal
    /// distribution, and so on many photographs. 1 where no photograph differs.
    public static func pValue(ofClusters differences: [Double]) -> Double {
        let squares = differences.reduce(0) { $0 + $1 * $1 }
        guard squares > 0 else { return 1 }
        return erfc(abs(differences.reduce(0, +)) / (2 * squares).squareRoot())
    }
}
