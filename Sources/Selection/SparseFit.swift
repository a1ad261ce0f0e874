import Concurrency
import Foundation
import LinearAlgebra
import Matrices

/// Logistic regression with a penalty on the absolute values of its coefficients, solved for one penalty after another.
///
/// It is a proximal Newton method (Lee, Sun and Saunders 2014). The loss is replaced by its quadratic approximation. Its
/// minimum is found by coordinate descent over the columns in use and those that should be (Friedman, Hastie and
/// Tibshirani 2010). The step to it is halved until the loss falls enough.
struct SparseFit {
    private(set) var coefficients: [Double]
    /// The logit of each row.
    private var logits: [Double]
    /// Standardised, `[columns, rows]`.
    private let columns: Matrix
    private let targets: [Double]
    private let threads: Int

    private static let rounds = 200
    private static let passes = 200
    /// The largest accepted distance from the conditions of a minimum, as a share of the penalty.
    private static let tolerance = 1e-5
    /// The rounding error allowed in sums of the loss.
    private static let rounding = 1e-13

    init(_ data: LabelledColumns) {
        columns = data.standardised()
        targets = data.labels.map(Double.init)
        threads = data.threads
        coefficients = [Double](repeating: 0, count: data.columns)
        let share = targets.reduce(0, +) / Double(targets.count)
        logits = [Double](repeating: log(share / (1 - share)), count: targets.count)
    }

    /// The columns whose coefficient is not 0, ascending.
    var used: [Int] { coefficients.indices.filter { coefficients[$0] != 0 } }

    /// The penalty at which the first column comes into use.
    var largestPenalty: Double { slopes(residuals).map(abs).max() ?? 0 }

    private var rows: Int { targets.count }

    private var residuals: [Double] { zip(logits, targets).map { 1 / (1 + exp(-$0)) - $1 } }

    /// Solves for a penalty, starting from the current coefficients.
    ///
    /// - Throws: `SelectionError.notSettled` if the method does not converge.
    mutating func solve(penalty: Double) throws(SelectionError) {
        for _ in 0..<Self.rounds {
            let residuals = residuals
            let slopes = slopes(residuals)
            let level = residuals.reduce(0, +) / Double(rows)
            let distance = coefficients.indices.reduce(abs(level)) {
                max($0, Self.distance(coefficient: coefficients[$1], slope: slopes[$1], penalty: penalty))
            }
            if distance <= Self.tolerance * penalty { return }
            let active = coefficients.indices.filter { coefficients[$0] != 0 || abs(slopes[$0]) > penalty }
            var step = NewtonStep(
                active: active, coefficients: active.map { coefficients[$0] }, slopes: active.map { slopes[$0] },
                level: level, weights: logits.map { max(1e-9, 1 / ((1 + exp(-$0)) * (1 + exp($0)))) }, columns: columns)
            step.minimise(penalty: penalty, until: distance * 0.05, passes: Self.passes)
            take(step, penalty: penalty)
        }
        throw .notSettled(penalty: penalty, rounds: Self.rounds)
    }

    /// How far a coefficient is from the condition that holds at the minimum.
    private static func distance(coefficient: Double, slope: Double, penalty: Double) -> Double {
        if coefficient == 0 { return max(0, abs(slope) - penalty) }
        return abs(slope + (coefficient > 0 ? penalty : -penalty))
    }

    /// Takes a step, or half of it, or a quarter and so on, until the loss falls by a part of what was expected.
    private mutating func take(_ step: NewtonStep, penalty: Double) {
        let before = loss(logits, cost: penalty * coefficients.reduce(0) { $0 + abs($1) })
        var share = 1.0
        for _ in 0..<40 {
            let tried = zip(logits, step.shift).map { $0 + share * $1 }
            var next = coefficients
            for (place, column) in step.active.enumerated() { next[column] += share * step.change[place] }
            let allowed = before + 1e-4 * share * step.promise(penalty) + Self.rounding
            if loss(tried, cost: penalty * next.reduce(0) { $0 + abs($1) }) <= allowed {
                // A coefficient that the whole step takes to 0 becomes exactly 0.
                if share == 1 { for (place, column) in step.active.enumerated() { next[column] = step.target(place) } }
                (coefficients, logits) = (next, tried)
                return
            }
            share /= 2
        }
    }

    private func loss(_ logits: [Double], cost: Double) -> Double {
        let sum = zip(logits, targets).reduce(0) { sum, row in
            let signed = row.1 > 0.5 ? row.0 : -row.0
            return sum + (signed > 0 ? log1p(exp(-signed)) : log1p(exp(signed)) - signed)
        }
        return sum / Double(rows) + cost
    }

    /// The derivative of the mean loss with respect to every coefficient.
    private func slopes(_ residuals: [Double]) -> [Double] {
        [Double](unsafeUninitializedCapacity: columns.rows) { slopes, initialised in
            nonisolated(unsafe) let slopes = slopes
            columns.withUnsafeBufferPointer { values in
                WorkBlocks.forEach(columns.rows, workers: threads) { column, _ in
                    var sum = 0.0
                    for row in 0..<rows { sum += Double(values[column * rows + row]) * residuals[row] }
                    slopes[column] = sum / Double(rows)
                }
            }
            initialised = columns.rows
        }
    }
}

/// The change of the coefficients that minimises the quadratic approximation of the loss.
private struct NewtonStep {
    let active: [Int]
    private let coefficients: [Double]
    private let slopes: [Double]
    private let level: Double
    private let weights: [Double]
    /// Standardised, `[columns, rows]`.
    private let columns: Matrix
    private let curvatures: [Double]
    /// One value per active column.
    private(set) var change: [Double]
    private(set) var interceptChange = 0.0
    /// How much the change adds to each logit.
    private(set) var shift: [Double]

    init(active: [Int], coefficients: [Double], slopes: [Double], level: Double, weights: [Double], columns: Matrix) {
        self.active = active
        self.coefficients = coefficients
        self.slopes = slopes
        self.level = level
        self.weights = weights
        self.columns = columns
        let rows = weights.count
        curvatures = columns.withUnsafeBufferPointer { values in
            active.map { column in
                (0..<rows).reduce(0) { sum, row in
                    let value = Double(values[column * rows + row])
                    return sum + weights[row] * value * value
                } / Double(rows)
            }
        }
        change = [Double](repeating: 0, count: active.count)
        shift = [Double](repeating: 0, count: rows)
    }

    /// The coefficient of an active column after the whole step.
    func target(_ place: Int) -> Double {
        let value = coefficients[place] + change[place]
        return abs(value) < 1e-14 * (abs(coefficients[place]) + abs(change[place])) ? 0 : value
    }

    /// The change of the loss that the first-order terms predict for the whole step; below 0.
    func promise(_ penalty: Double) -> Double {
        var sum = level * interceptChange
        for place in active.indices {
            sum += slopes[place] * change[place] + penalty * (abs(target(place)) - abs(coefficients[place]))
        }
        return sum
    }

    /// Runs coordinate descent until no coefficient's slope is further than `distance` from its condition.
    mutating func minimise(penalty: Double, until distance: Double, passes: Int) {
        let rows = Double(weights.count)
        let total = weights.reduce(0, +) / rows
        for _ in 0..<passes {
            var moved = 0.0
            let level = level + zip(weights, shift).reduce(0) { $0 + $1.0 * $1.1 } / rows
            let step = -level / total
            interceptChange += step
            for row in shift.indices { shift[row] += step }
            moved = max(moved, abs(level))
            for place in active.indices where curvatures[place] > 0 {
                moved = max(moved, descend(place, penalty: penalty))
            }
            if moved <= distance { return }
        }
    }

    /// Moves one coefficient to its minimum; returns how far its slope moved.
    private mutating func descend(_ place: Int, penalty: Double) -> Double {
        let count = weights.count
        let (column, curvature) = (active[place], curvatures[place])
        return columns.withUnsafeBufferPointer { values in
            let values = values[column * count..<(column + 1) * count]
            let first = values.startIndex
            var slope = 0.0
            for row in 0..<count { slope += weights[row] * shift[row] * Double(values[first + row]) }
            slope = slopes[place] + slope / Double(count)
            let now = coefficients[place] + change[place]
            let wanted = curvature * now - slope
            let next = abs(wanted) <= penalty ? 0 : (wanted - (wanted > 0 ? penalty : -penalty)) / curvature
            let step = next - now
            if step == 0 { return 0 }
            change[place] = next - coefficients[place]
            for row in 0..<count { shift[row] += step * Double(values[first + row]) }
            return abs(step) * curvature
        }
    }
}
