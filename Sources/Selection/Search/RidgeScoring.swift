import Learning
import LinearAlgebra
import Matrices

/// The quality of a choice of columns, by ridge regression in closed form (Hoerl and Kennard 1970).
///
/// It stands in for training, and takes a fraction of a second. Labels become -1 and 1, columns are standardised, the intercept
/// is not penalised, and the penalty of a coefficient is `penalty` times the number of rows. If there are at most as many rows
/// as chosen columns, every row of the split is scored by the regression on all others, exactly and without fitting it again;
/// only the scaling of the columns has seen the row. With more rows, the regression is fitted to the training part and scored
/// on the validation part. It then needs only a block of one matrix, which is computed once.
public struct RidgeScoring: Sendable {
    /// The rows that the accuracy is measured on.
    public enum Measure: String, Sendable {
        /// Every row, by a regression on all others.
        case leaveOneOut = "leave-one-out over all photographs"
        /// The validation part, by a regression on the training part.
        case validation = "the validation part"
    }

    /// The rows that the accuracy is measured on.
    public let measure: Measure
    /// The penalty of the coefficients, as a share of the number of rows that they are fitted to.
    public let penalty: Double
    /// Standardised, `[rows, columns]`: all rows if they are left out one by one, otherwise those of the validation part.
    private let features: Matrix
    /// -1 or 1 for each row of `features`.
    private let targets: [Float]
    /// The products of the training part; nil if rows are left out one by one.
    private let products: Products?

    private struct Products: Sendable {
        /// `ZᵀZ` `[columns, columns]`; the part on and below the diagonal.
        let gram: [Float]
        /// `Zᵀ(y - mean)` `[columns]`.
        let correlation: [Float]
        let meanTarget: Float
        let rows: Int
    }

    /// Prepares to score choices of columns.
    ///
    /// Memory: a copy of the features, and columns² floats if there are more rows than `chosen`. Cost: in that case rows
    /// columns² operations.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`.
    ///   - labels: 0 or 1 for each row.
    ///   - split: Which rows train and which measure, unless rows are left out one by one.
    ///   - chosen: The largest number of columns in a choice.
    ///   - penalty: Above 0.
    ///   - measure: Nil for whichever is quicker.
    /// - Throws: `LearningError` if all labels are the same, a label is not 0 or 1, or the penalty is not above 0.
    public init(
        features: Matrix, labels: [Int], split: StratifiedSplit, chosen: Int, penalty: Double,
        measure: Measure? = nil
    ) throws(LearningError) {
        guard penalty > 0, penalty.isFinite else {
            throw .configurationValue(name: "penalty", value: penalty, expected: "above 0", setting: .penalty)
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

    /// The memory that the preparation and one choice need in addition to the features, in bytes.
    ///
    /// - Parameters:
    ///   - rows: The number of rows.
    ///   - columns: The number of columns.
    ///   - chosen: The largest number of columns in a choice.
    ///   - measure: Nil for whichever is quicker.
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

    /// The share of photographs that a regression on the given columns classifies correctly, 0 to 1.
    ///
    /// Cost for n rows and m columns: n² m + n³ if rows are left out, m³ / 3 otherwise.
    ///
    /// - Parameter columns: The chosen columns, ascending.
    /// - Throws: `LearningError.columnOutOfRange`, and `LinearAlgebraError` if the penalty is too small.
    public func accuracy(of columns: [Int]) throws -> Double {
        if let column = columns.first(where: { $0 < 0 || $0 >= features.columns }) {
            throw LearningError.columnOutOfRange(column: column, columns: features.columns)
        }
        let chosen = features.selecting(columns: columns)
        let values = try products.map { try predictions(chosen, columns, $0) } ?? leftOut(chosen)
        return Double(zip(values, targets).count { ($0 > 0) == ($1 > 0) }) / Double(targets.count)
    }

    /// The worth of every column to a regression on the given ones.
    ///
    /// The worth of a chosen column is the size of its coefficient. The worth of any other column is the size of the
    /// coefficient that it would have if it alone were added, up to a factor near 1: what it explains of the residuals, divided
    /// by its penalty and its own length. Only the rows that the regression is fitted to count. Cost: as `accuracy(of:)`, and
    /// columns² operations.
    ///
    /// - Parameter columns: The chosen columns, ascending.
    /// - Throws: As `accuracy(of:)`.
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
        // The length of a standardised column is the square root of the number of rows.
        let scale = Float(Double(products.rows) * (1 + penalty))
        return (0..<side).map { held[$0] != 0 ? abs(held[$0]) : abs(residual[$0]) / scale }
    }

    /// With few rows, the products of the columns with the dual solution are the coefficients of the chosen ones.
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

    /// The prediction of the regression on the training part for each row.
    private func predictions(_ chosen: Matrix, _ columns: [Int], _ products: Products) throws -> [Float] {
        let weights = try weights(columns, products)
        return (0..<chosen.rows).map { row in
            zip(chosen.row(row), weights).reduce(products.meanTarget) { $0 + $1.0 * $1.1 }
        }
    }

    /// The prediction for each row of the regression on all other rows.
    ///
    /// With K = ZZᵀ, A = (K + λ)⁻¹ and centred targets t, the residual of a row by the regression on all rows is λ (A t). The
    /// leverage of the row is 1 - λ A_ii, plus 1 / n for the intercept. The residual without the row is the residual divided by
    /// 1 less the leverage.
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

    /// The rows and columns `chosen`, ascending, of a symmetric matrix; both matrices on and below the diagonal.
    private static func block(of matrix: [Float], side: Int, at chosen: [Int]) -> [Float] {
        let count = chosen.count
        return [Float](unsafeUninitializedCapacity: count * count) { target, initialised in
            nonisolated(unsafe) let target = target
            matrix.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let source = source
                chosen.withUnsafeBufferPointer { chosen in
                    nonisolated(unsafe) let chosen = chosen
                    BLASThreads.forEach(count) { row in
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
