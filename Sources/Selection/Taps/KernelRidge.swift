import Evaluation
import LinearAlgebra

/// Ridge regression on a kernel, with labels -1 and 1 and an intercept that is not penalised.
package struct KernelRidge {
    /// `[side, side]`, the part on and below the diagonal.
    private let kernel: [Float]
    private let side: Int

    /// A regression.
    ///
    /// - Parameters:
    ///   - kernel: `[side, side]`, the part on and below the diagonal.
    ///   - side: The number of rows.
    package init(_ kernel: [Float], side: Int) { (self.kernel, self.side) = (kernel, side) }

    /// The mean area under the receiver operating characteristic over held-out rows.
    ///
    /// A fold in which a class is missing does not count.
    ///
    /// - Parameters:
    ///   - labels: 0 or 1 for each row.
    ///   - deals: The rows that are held out, each time by a regression on all others.
    ///   - penalty: As a share of the number of rows that are fitted, above 0.
    /// - Throws: `LinearAlgebraError` if the penalty is too small.
    package func area(labels: [Int], deals: [[Int]], penalty: Double) throws -> Double {
        let areas = try deals.compactMap { held -> Double? in
            let predictions = try predictions(of: held, labels: labels, penalty: penalty)
            return RankingCurve(truths: held.map { labels[$0] == 1 }, probabilities: predictions.map(Double.init)).area
        }
        return areas.isEmpty ? 0 : areas.reduce(0, +) / Double(areas.count)
    }

    /// What the regression on all other rows predicts for some.
    package func predictions(of held: [Int], labels: [Int], penalty: Double) throws -> [Float] {
        var isHeld = [Bool](repeating: false, count: side)
        for row in held { isHeld[row] = true }
        let fitted = (0..<side).filter { !isHeld[$0] }
        let targets = fitted.map { Float(2 * labels[$0] - 1) }
        let mean = targets.reduce(0, +) / Float(targets.count)
        let count = fitted.count
        var block = [Float](repeating: 0, count: count * count)
        for (place, row) in fitted.enumerated() {
            for other in 0...place { block[place * count + other] = kernel[row * side + fitted[other]] }
            block[place * (count + 1)] += Float(penalty * Double(count))
        }
        let dual = try CholeskyFactor(block, side: count).solve(targets.map { $0 - mean })
        return held.map { row in
            zip(fitted, dual).reduce(mean) { sum, pair in
                sum + pair.1 * kernel[max(row, pair.0) * side + min(row, pair.0)]
            }
        }
    }
}
