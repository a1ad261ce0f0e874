import LinearAlgebra

/// Which segments a surrogate may use.
public enum SegmentChoice: String, Sendable, CaseIterable {
    /// Forward selection for at most six segments, highest weights for more.
    case automatic
    /// Those with the highest weights in a regression on all.
    case highestWeights = "highest-weights"
    /// One after the other, always the one with which the fit is best.
    case forwardSelection = "forward-selection"

    /// The segments that are chosen, at most `most`.
    ///
    /// Cost of forward selection: `most` times as many small regressions as there are segments.
    ///
    /// - Throws: `LinearAlgebraError` if LAPACK fails.
    func chosen(_ most: Int, by moments: WeightedMoments) throws(LinearAlgebraError) -> [Int] {
        switch self {
        case .automatic: try (most <= 6 ? SegmentChoice.forwardSelection : .highestWeights).chosen(most, by: moments)
        case .highestWeights: try Self.highest(most, by: moments)
        case .forwardSelection: try Self.forward(most, by: moments)
        }
    }

    /// The penalty of the regression whose weights are compared.
    private static let penalty = 0.01

    private static func highest(_ most: Int, by moments: WeightedMoments) throws(LinearAlgebraError) -> [Int] {
        let weights = try moments.ridge(on: Array(0..<moments.columns), penalty: penalty)
        let order = weights.indices.sorted { (abs(weights[$0]), $1) > (abs(weights[$1]), $0) }
        return Array(order.prefix(most))
    }

    private static func forward(_ most: Int, by moments: WeightedMoments) throws(LinearAlgebraError) -> [Int] {
        var chosen: [Int] = []
        while chosen.count < min(most, moments.columns) {
            var best: (column: Int, fit: Double)?
            for column in 0..<moments.columns where !chosen.contains(column) {
                let fit = try fit(chosen + [column], moments)
                if let fit, fit > best?.fit ?? -.infinity { best = (column, fit) }
            }
            guard let best else { break }
            chosen.append(best.column)
        }
        return chosen
    }

    /// How well some columns fit; nil if they depend on one another, or if there is nothing to fit.
    private static func fit(_ columns: [Int], _ moments: WeightedMoments) throws(LinearAlgebraError) -> Double? {
        do {
            return moments.determination(of: try moments.ridge(on: columns, penalty: 0), on: columns)
        } catch .notPositiveDefinite {
            return nil
        } catch {
            throw error
        }
    }
}
