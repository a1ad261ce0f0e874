/// How far several judges agree on the same photographs.
public struct JudgeAgreement: Sendable, Equatable {
    /// The share of photographs on which all judges agree, in [0, 1].
    public let unanimousShare: Double
    /// The agreement of all judges beyond chance, at most 1 (Fleiss 1971); nil if all verdicts are the same.
    public let fleissKappa: Double?
    private let verdicts: [[Bool]]

    /// Compares the verdicts of the judges.
    ///
    /// - Parameter verdicts: `[judges][photographs]`, true for aesthetic.
    /// - Precondition: there are at least two judges and one photograph, and each judge has a verdict on every photograph.
    public init(verdicts: [[Bool]]) {
        let photographs = verdicts.first?.count ?? 0
        precondition(verdicts.count >= 2 && photographs > 0, "agreement takes two judges and a photograph")
        precondition(verdicts.allSatisfy { $0.count == photographs }, "every judge has a verdict on every photograph")
        self.verdicts = verdicts
        let judges = verdicts.count
        let positives = (0..<photographs).map { photograph in verdicts.count { $0[photograph] } }
        unanimousShare = Double(positives.count { $0 == 0 || $0 == judges }) / Double(photographs)
        let pairs = Double(judges * (judges - 1))
        let observed =
            positives.reduce(0.0) { sum, count in
                sum + Double(count * (count - 1) + (judges - count) * (judges - count - 1)) / pairs
            } / Double(photographs)
        let share = Double(positives.reduce(0, +)) / Double(judges * photographs)
        fleissKappa = Self.beyondChance(observed, expected: share * share + (1 - share) * (1 - share))
    }

    /// The agreement of two judges beyond chance, at most 1 (Cohen 1960); nil if all their verdicts are the same.
    ///
    /// - Parameters:
    ///   - first: the number of one judge, from 0.
    ///   - second: the number of the other.
    public func cohenKappa(_ first: Int, _ second: Int) -> Double? {
        let (one, other) = (verdicts[first], verdicts[second])
        let count = Double(one.count)
        let shares = (Double(one.count { $0 }) / count, Double(other.count { $0 }) / count)
        return Self.beyondChance(
            Double(zip(one, other).count { $0 == $1 }) / count,
            expected: shares.0 * shares.1 + (1 - shares.0) * (1 - shares.1))
    }

    private static func beyondChance(_ observed: Double, expected: Double) -> Double? {
        expected < 1 ? (observed - expected) / (1 - expected) : nil
    }
}
