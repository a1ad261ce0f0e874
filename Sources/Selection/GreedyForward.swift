import Concurrency
import Evolution
import Learning
import LinearAlgebra
import Matrices

/// A selector that takes columns one after the other, each the one that most lowers the error of a ridge regression.
///
/// The error is the sum of squares when every row is left out once, in closed form (Pahikkala, Airola and Salakoski 2010). The
/// regression is that of `RidgeScoring`: labels -1 and 1, standardised columns, an unpenalised intercept, and the penalty
/// multiplied by the number of rows. It uses single precision, except for sums. Memory: twice the features. Cost: 4 passes over
/// the features per column.
public struct GreedyForward: ColumnSelector {
    /// The penalty on coefficients as a share of the number of rows, above 0.
    public let penalty: Double

    /// Makes a selector.
    ///
    /// - Parameter penalty: the penalty as a share of the number of rows, above 0.
    /// - Throws: `LearningError.configurationValue` for other penalties.
    public init(penalty: Double = 1) throws(LearningError) {
        guard penalty > 0, penalty.isFinite else {
            throw .configurationValue(name: "penalty", value: penalty, expected: "above 0", setting: .penalty)
        }
        self.penalty = penalty
    }

    /// Chooses columns; a column's score is the share of the squares by which taking it lowered the error.
    public func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection {
        try ColumnSelection.check(count, of: data.columns)
        var fit = GreedyFit(data, penalty: penalty)
        var scores = [Double](repeating: 0, count: data.columns)
        var error = fit.error
        for _ in 0..<count {
            try beforeStep()
            let next = fit.best()
            scores[next.column] = (error - next.error) / Double(data.rows)
            error = next.error
            fit.take(next.column)
        }
        return try ColumnSelection(columns: fit.taken, scores: scores, sourceWidth: data.columns)
    }
}

/// Ridge regression on a growing list of columns, in its dual form `G = (ZZᵀ + penalty)⁻¹`; only products of G are kept.
private struct GreedyFit {
    private let rows: Int
    private let threads: Int
    private let penalty: Double
    /// Standardised, `[columns, rows]`.
    private let columns: Matrix
    /// `G` times each column, `[columns, rows]`.
    private var products: Matrix
    /// `G` times the centred targets.
    private var dual: [Double]
    private var diagonal: [Double]
    private(set) var taken: [Int] = []
    private var isTaken: [Bool]

    init(_ data: LabelledColumns, penalty: Double) {
        rows = data.rows
        threads = data.threads
        self.penalty = penalty * Double(data.rows)
        columns = data.standardised()
        let inverse = 1 / self.penalty
        products = columns
        products.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] *= Float(inverse) }
        }
        let targets = data.labels.map { Double(2 * $0 - 1) }
        let mean = targets.reduce(0, +) / Double(targets.count)
        dual = targets.map { ($0 - mean) * inverse }
        diagonal = targets.map { _ in inverse }
        isTaken = [Bool](repeating: false, count: data.columns)
    }

    /// The sum of the squared residuals of all rows, each of which is left out once.
    var error: Double {
        zip(dual, diagonal).reduce(0) { $0 + square(residual(dual: $1.0, diagonal: $1.1)) }
    }

    /// The residual of a row in the regression on all others; the intercept adds 1 / n to its leverage.
    private func residual(dual: Double, diagonal: Double) -> Double {
        penalty * dual / (penalty * diagonal - 1 / Double(rows))
    }

    private func square(_ value: Double) -> Double { value * value }

    /// The column with the smallest error, the first of equal ones, and that error.
    func best() -> (column: Int, error: Double) {
        let errors = [Double](unsafeUninitializedCapacity: columns.rows) { errors, initialised in
            nonisolated(unsafe) let errors = errors
            forEachBlock { column, values, products in
                errors[column] = isTaken[column] ? .infinity : error(adding: values, products)
            }
            initialised = columns.rows
        }
        var best = (column: 0, error: Double.infinity)
        for column in errors.indices where !isTaken[column] && (errors[column] < best.error || best.error == .infinity) {
            best = (column, errors[column])
        }
        return best
    }

    private func error(adding values: UnsafePointer<Float>, _ products: UnsafePointer<Float>) -> Double {
        let (scale, pull) = factors(values, products)
        var sum = 0.0
        for row in 0..<rows {
            let product = Double(products[row])
            let residual = residual(
                dual: dual[row] - product * scale * pull, diagonal: diagonal[row] - scale * product * product)
            sum += residual * residual
        }
        return sum
    }

    /// `1 / (1 + vᵀGv)` and `vᵀGt` for a column v.
    private func factors(_ values: UnsafePointer<Float>, _ products: UnsafePointer<Float>) -> (Double, Double) {
        var (own, pull) = (0.0, 0.0)
        for row in 0..<rows {
            own += Double(values[row]) * Double(products[row])
            pull += Double(values[row]) * dual[row]
        }
        return (1 / (1 + own), pull)
    }

    /// Adds a column to the regression.
    mutating func take(_ column: Int) {
        let count = rows
        let product = products.row(column).map(Double.init)
        let (scale, pull) = columns.withUnsafeBufferPointer { columns in
            products.withUnsafeBufferPointer { products -> (Double, Double) in
                guard let columns = columns.baseAddress, let products = products.baseAddress else { return (1, 0) }
                return factors(columns + column * count, products + column * count)
            }
        }
        for row in 0..<count {
            dual[row] -= product[row] * scale * pull
            diagonal[row] -= scale * product[row] * product[row]
        }
        taken.append(column)
        isTaken[column] = true
        let direction = product.map { Float($0) }
        products.withUnsafeMutableBufferPointer { target in
            nonisolated(unsafe) let target = target
            columns.withUnsafeBufferPointer { columns in
                WorkBlocks.forEach(columns.count / count, workers: threads) { other, _ in
                    let start = other * count
                    var pull = 0.0
                    for row in 0..<count { pull += Double(columns[start + row]) * product[row] }
                    let factor = Float(scale * pull)
                    for row in 0..<count { target[start + row] -= factor * direction[row] }
                }
            }
        }
    }

    private func forEachBlock(_ body: (Int, UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
        columns.withUnsafeBufferPointer { columns in
            products.withUnsafeBufferPointer { products in
                guard let columns = columns.baseAddress, let products = products.baseAddress else { return }
                WorkBlocks.forEach(self.columns.rows, workers: threads) { column, _ in
                    body(column, columns + column * rows, products + column * rows)
                }
            }
        }
    }
}
