import Foundation
import LinearAlgebra

/// Logistic regression with a penalty on squared coefficients, computed in the space of the rows.
///
/// It is for fewer rows than columns: coefficients are sums of rows (Zhu and Hastie 2005, J. Comput. Graph. Stat. 14). It
/// minimises the sum of the rows' cross-entropies plus half the penalty times the squared coefficients; the intercept is free.
/// That is scikit-learn's `LogisticRegression` with `C` = 1 / penalty. It uses Newton's method with steps that are halved until
/// the sum falls. The sum is convex, so this ends at the only minimum.
struct LogisticRegression {
    /// How much each row contributes to the coefficients.
    private(set) var shares: [Double]
    private(set) var intercept: Double
    /// The logit that the regression gives each row.
    private(set) var logits: [Double]
    /// Products of the rows, `[rows, rows]`.
    private let kernel: [Double]
    /// 0 or 1 for each row.
    private let targets: [Double]

    private static let mostSteps = 100
    /// How far from 0 the slopes at the minimum may be.
    private static let tolerance = 1e-8

    /// Starts without coefficients, at the logit of the share of ones.
    ///
    /// - Precondition: All labels are 0 or 1, both occur, and the kernel has as many rows as there are labels.
    init(kernel: [Double], labels: [Int]) {
        precondition(kernel.count == labels.count * labels.count, "\(kernel.count) products of \(labels.count) rows")
        precondition(Set(labels) == [0, 1], "a regression needs rows of both classes")
        self.kernel = kernel
        targets = labels.map(Double.init)
        let share = targets.reduce(0, +) / Double(labels.count)
        intercept = log(share / (1 - share))
        shares = [Double](repeating: 0, count: labels.count)
        logits = [Double](repeating: intercept, count: labels.count)
    }

    /// Continues to the minimum for another penalty, above 0.
    ///
    /// Cost: rows³ / 3 operations for each step; about six steps from the minimum for a penalty a few times as large.
    ///
    /// - Throws: `LearningError.notSettled`, and `LinearAlgebraError`.
    mutating func solve(penalty: Double) throws {
        for _ in 0..<Self.mostSteps {
            let probabilities: [Double] = logits.map { 1 / (1 + exp(-$0)) }
            let slopes: [Double] = zip(targets, probabilities).map { $0 - $1 }
            var distance = abs(slopes.reduce(0, +))
            for row in targets.indices { distance = max(distance, abs(slopes[row] - penalty * shares[row])) }
            if distance <= Self.tolerance { return }
            let (target, level) = try minimum(probabilities, slopes, penalty: penalty)
            guard step(to: target, level, penalty: penalty) else { return }
        }
        throw LearningError.notSettled(penalty: penalty)
    }

    /// The minimum of the quadratic approximation of the sum.
    ///
    /// The matrix to factor has no eigenvalue below 1 (Rasmussen and Williams 2006, Gaussian Processes for Machine Learning,
    /// 3.4).
    private func minimum(
        _ probabilities: [Double], _ slopes: [Double], penalty: Double
    ) throws -> (shares: [Double], intercept: Double) {
        let count = targets.count
        let weights: [Double] = probabilities.map { max($0 * (1 - $0), 1e-10) }
        let roots: [Double] = weights.map { $0.squareRoot() }
        let matrix = [Double](unsafeUninitializedCapacity: count * count) { matrix, initialised in
            kernel.withUnsafeBufferPointer { kernel in
                for row in 0..<count {
                    let scale = roots[row] / penalty
                    for column in 0...row { matrix[row * count + column] = scale * roots[column] * kernel[row * count + column] }
                    for column in row + 1..<max(count, row + 1) { matrix[row * count + column] = 0 }
                    matrix[row * count + row] += 1
                }
            }
            initialised = count * count
        }
        let factor = try CholeskyFactor(matrix, side: count)
        var right = roots
        for row in 0..<count { right[row] *= logits[row] + slopes[row] / weights[row] }
        let wanted = try factor.solve(right)
        let ones = try factor.solve(roots)
        var (above, below) = (0.0, 0.0)
        for row in 0..<count {
            above += roots[row] * wanted[row]
            below += roots[row] * ones[row]
        }
        let level = above / below
        var target = wanted
        for row in 0..<count { target[row] = roots[row] * (wanted[row] - level * ones[row]) / penalty }
        return (target, level)
    }

    /// Goes to a target, or half of the way, or a quarter, and so on, until the sum does not rise.
    ///
    /// False if no part of the way lowers the sum, because rounding keeps it from the minimum.
    private mutating func step(to target: [Double], _ level: Double, penalty: Double) -> Bool {
        let before = sum(logits, shares, intercept, penalty: penalty)
        var share = 1.0
        while share > 1e-9 {
            let tried: [Double] = zip(shares, target).map { (old: Double, new: Double) in old + share * (new - old) }
            let triedIntercept = intercept + share * (level - intercept)
            let triedLogits = products(with: tried).map { $0 + triedIntercept }
            if sum(triedLogits, tried, triedIntercept, penalty: penalty) <= before + 1e-12 * abs(before) {
                (shares, intercept, logits) = (tried, triedIntercept, triedLogits)
                return true
            }
            share /= 2
        }
        return false
    }

    private func sum(_ logits: [Double], _ shares: [Double], _ intercept: Double, penalty: Double) -> Double {
        var sum = 0.0
        for row in targets.indices {
            sum += CrossEntropy.of(logit: logits[row], target: targets[row])
            sum += penalty / 2 * shares[row] * (logits[row] - intercept)
        }
        return sum
    }

    private func products(with vector: [Double]) -> [Double] {
        var product = [Double](repeating: 0, count: vector.count)
        multiply(
            m: vector.count, n: 1, k: vector.count, kernel, aStride: vector.count, .asStored, vector, bStride: 1, .asStored,
            into: &product, cStride: 1)
        return product
    }

    /// The logits of other rows, from their products with these rows, `[others, rows]`.
    func logits(fromProducts products: [Double]) -> [Double] {
        let others = products.count / max(1, shares.count)
        var logits = [Double](repeating: intercept, count: others)
        multiply(
            m: others, n: 1, k: shares.count, products, aStride: shares.count, .asStored, shares, bStride: 1, .asStored,
            beta: 1, into: &logits, cStride: 1)
        return logits
    }
}

/// The cross-entropy of one of two classes, in nats.
enum CrossEntropy {
    static func of(logit: Double, target: Double) -> Double {
        let signed = target > 0.5 ? logit : -logit
        return signed > 0 ? log1p(exp(-signed)) : log1p(exp(signed)) - signed
    }
}
