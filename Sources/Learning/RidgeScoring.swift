import LinearAlgebra
import Matrices

/// How good a choice of columns is, by ridge regression in closed form (Hoerl and Kennard 1970): a stand-in for training
/// that takes a fraction of a second.
///
/// Labels become -1 and 1, columns are standardised, the intercept is not penalised, and the penalty of a coefficient is
/// `penalty` times the number of rows. With at most as many rows as columns are chosen, every row of the split is scored
/// by the regression on all others, exactly and without fitting it again; the scaling of the columns alone has seen it.
/// With more rows, the regression is on the training part and scored on the validation part: it then needs but a block
/// of one matrix, which is computed once.
public struct RidgeScoring: Sendable {
    /// What the accuracy is measured on.
    public enum Measure: String, Sendable {
        case leaveOneOut = "leave-one-out over all photographs"
        case validation = "the validation part"
    }

    public let measure: Measure
    /// Coefficients' penalty as a share of the rows that they are fitted to.
    public let penalty: Double
    /// Standardised, `[rows, columns]`; leave-one-out: all rows, otherwise those of the validation part.
    private let features: Matrix
    /// -1 or 1, one a row of `features`.
    private let targets: [Float]
    /// Only for the validation part: the products of the training part.
    private let products: Products?

    private struct Products: Sendable {
        /// `ZᵀZ` `[columns, columns]`; the part on and below the diagonal.
        let gram: [Float]
        /// `Zᵀ(y - mean)` `[columns]`.
        let correlation: [Float]
        let meanTarget: Float
        let rows: Int
    }

    /// Prepares for choices of `chosen` columns.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`.
    ///   - labels: 0 or 1, one a row.
    ///   - split: which rows train and which measure, where rows are not left out one by one.
    ///   - chosen: how many columns a choice has at most.
    ///   - penalty: above 0.
    ///   - measure: nil: whichever is quicker.
    ///
    /// Throws `LearningError` for labels of one class or others, and a penalty that is not above 0. Memory: a copy of the
    /// features, and with more rows than `chosen` columns² floats. Cost: rows columns² operations then.
    public init(
        features: Matrix, labels: [Int], split: StratifiedSplit, chosen: Int, penalty: Double,
        measure: Measure? = nil
    ) throws(LearningError) {
        guard penalty > 0, penalty.isFinite else {
            throw .configurationValue(name: "penalty (--penalty)", value: penalty, expected: "above 0")
        }
        guard Set(labels).count > 1 else { throw .oneClassOnly(label: labels.first ?? 0) }
        if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) {
            throw .labelOutOfRange(part: .training, row: row, label: labels[row], classes: 2)
        }
        self.penalty = penalty
        let targets = labels.map { Float(2 * $0 - 1) }
        let all = (split.training + split.validation).sorted()
        self.measure = measure ?? (all.count <= chosen ? .leaveOneOut : .validation)
        let scaled = RowGathering(
            features: features,
            scaling: InputScaling(fitting: features, rows: self.measure == .leaveOneOut ? all : split.training))
        switch self.measure {
        case .leaveOneOut:
            self.targets = all.map { targets[$0] }
            self.features = scaled.gathered(all)
            products = nil
        case .validation:
            self.targets = split.validation.map { targets[$0] }
            self.features = scaled.gathered(split.validation)
            products = Self.products(
                of: scaled.gathered(split.training), targets: split.training.map { targets[$0] })
        }
    }

    /// What preparing and one choice take in memory beside the features, in bytes.
    ///
    /// - Parameter measure: nil: whichever is quicker.
    public static func bytes(rows: Int, columns: Int, chosen: Int, measure: Measure? = nil) -> Double {
        let (n, all, some) = (Double(rows), Double(columns), Double(chosen))
        let copy = 4 * n * (all + some)
        switch measure ?? (rows <= chosen ? .leaveOneOut : .validation) {
        case .leaveOneOut: return copy + 12 * n * n
        case .validation: return copy + 4 * all * all + 8 * some * some
        }
    }

    private static func products(of features: Matrix, targets: [Float]) -> Products {
        let mean = targets.reduce(0, +) / Float(targets.count)
        var correlation = [Float](repeating: 0, count: features.columns)
        let gram = features.withUnsafeBufferPointer { values in
            for (row, target) in targets.enumerated() {
                for column in 0..<features.columns {
                    correlation[column] += values[row * features.columns + column] * (target - mean)
                }
            }
            return values.baseAddress.map {
                LinearAlgebra.gram($0, rows: features.rows, columns: features.columns, side: .columns)
            } ?? []
        }
        return Products(gram: gram, correlation: correlation, meanTarget: mean, rows: targets.count)
    }

    /// The share of photographs on the right side, 0 to 1, of a regression on the given columns, ascending.
    ///
    /// Throws `LearningError.columnOutOfRange`, and `LinearAlgebraError` where the penalty is too small. Cost, of n rows
    /// and m columns: n² m + n³ when rows are left out, m³ / 3 otherwise.
    public func accuracy(of columns: [Int]) throws -> Double {
        if let column = columns.first(where: { $0 < 0 || $0 >= features.columns }) {
            throw LearningError.columnOutOfRange(column: column, columns: features.columns)
        }
        let chosen = features.selecting(columns: columns)
        let values = try products.map { try predictions(chosen, columns, $0) } ?? leftOut(chosen)
        return Double(zip(values, targets).count { ($0 > 0) == ($1 > 0) }) / Double(targets.count)
    }

    /// What every column is worth to a regression on the given ones, ascending: the size of its coefficient if it is one of
    /// them, otherwise that of the coefficient that it would have if it alone were added, up to a factor near 1: what it
    /// explains of the residuals by the penalty that it would meet, and by its own length.
    ///
    /// Of the rows that the regression is fitted to alone. Throws as `accuracy(of:)`; costs as much, and columns squared
    /// operations.
    public func worths(of columns: [Int]) throws -> [Float] {
        try products.map { try worths(columns, $0) } ?? leftOutWorths(columns)
    }

    private func worths(_ columns: [Int], _ products: Products) throws -> [Float] {
        let weights = try weights(columns, products)
        let side = features.columns
        var held = [Float](repeating: 0, count: side)
        for (column, weight) in zip(columns, weights) { held[column] = weight }
        var residual = products.correlation
        products.gram.withUnsafeBufferPointer { gram in
            for row in 0..<side {
                // The row of the triangle stands for the column above the diagonal, too.
                let start = row * side
                if held[row] != 0 {
                    for column in 0..<row { residual[column] -= held[row] * gram[start + column] }
                }
                for column in columns {
                    if column > row { break }
                    residual[row] -= held[column] * gram[start + column]
                }
            }
        }
        // A standardised column is as long as the square root of the rows.
        let scale = Float(Double(products.rows) * (1 + penalty))
        return (0..<side).map { held[$0] != 0 ? abs(held[$0]) : abs(residual[$0]) / scale }
    }

    /// With few rows, columns' products with the dual solution are the coefficients of those that are chosen.
    private func leftOutWorths(_ columns: [Int]) throws -> [Float] {
        let chosen = features.selecting(columns: columns)
        let (factor, added, mean) = try kernel(of: chosen)
        let dual = try factor.solve(targets.map { $0 - mean })
        var worth = [Float](repeating: 0, count: features.columns)
        features.withUnsafeBufferPointer { values in
            for (row, weight) in dual.enumerated() {
                for column in worth.indices { worth[column] += weight * values[row * features.columns + column] }
            }
        }
        let share = added / (added + Float(targets.count))
        var isChosen = [Bool](repeating: false, count: worth.count)
        for column in columns { isChosen[column] = true }
        return worth.indices.map { isChosen[$0] ? abs(worth[$0]) : abs(worth[$0]) * share }
    }

    /// The coefficients of a regression on the given columns, fitted to the training part.
    private func weights(_ columns: [Int], _ products: Products) throws -> [Float] {
        var block = Self.block(of: products.gram, side: features.columns, at: columns)
        let added = Float(penalty * Double(products.rows))
        for index in 0..<columns.count { block[index * (columns.count + 1)] += added }
        return try CholeskyFactor(block, side: columns.count).solve(columns.map { products.correlation[$0] })
    }

    /// What the regression on the training part says of each row.
    private func predictions(_ chosen: Matrix, _ columns: [Int], _ products: Products) throws -> [Float] {
        let weights = try weights(columns, products)
        return (0..<chosen.rows).map { row in
            zip(chosen.row(row), weights).reduce(products.meanTarget) { $0 + $1.0 * $1.1 }
        }
    }

    /// What the regression on all other rows says of each row.
    ///
    /// With K = ZZᵀ, A = (K + λ)⁻¹ and centred targets t, the residual of a row by the regression on all is λ (A t), and
    /// the leverage of the row 1 - λ A_ii plus 1 / n of the intercept: their quotient is the residual without the row.
    private func leftOut(_ chosen: Matrix) throws -> [Float] {
        let count = chosen.rows
        let (factor, added, mean) = try kernel(of: chosen)
        let dual = try factor.solve(targets.map { $0 - mean })
        let diagonal = try factor.inverseDiagonal()
        return (0..<count).map { row in
            targets[row] - added * dual[row] / (added * diagonal[row] - 1 / Float(count))
        }
    }

    /// K + λ factored, λ, and the mean of the targets.
    private func kernel(of chosen: Matrix) throws -> (factor: CholeskyFactor<Float>, added: Float, mean: Float) {
        let count = chosen.rows
        var kernel = chosen.withUnsafeBufferPointer { values in
            values.baseAddress.map { gram($0, rows: count, columns: chosen.columns, side: .rows) } ?? []
        }
        let added = Float(penalty * Double(count))
        for index in 0..<count { kernel[index * (count + 1)] += added }
        return (try CholeskyFactor(kernel, side: count), added, targets.reduce(0, +) / Float(count))
    }

    /// The rows and columns `chosen`, ascending, of a symmetric matrix; both on and below the diagonal.
    private static func block(of matrix: [Float], side: Int, at chosen: [Int]) -> [Float] {
        let count = chosen.count
        return [Float](unsafeUninitializedCapacity: count * count) { target, initialised in
            nonisolated(unsafe) let target = target
            matrix.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let source = source
                chosen.withUnsafeBufferPointer { chosen in
                    nonisolated(unsafe) let chosen = chosen
                    ParallelRows.forEach(0..<count) { row in
                        let from = chosen[row] * side
                        for column in 0...row { target[row * count + column] = source[from + chosen[column]] }
                        for column in row + 1..<max(count, row + 1) { target[row * count + column] = 0 }
                    }
                }
            }
            initialised = count * count
        }
    }
}
