import Foundation
import Graphs
import LinearAlgebra
import Matrices

/// A classifier without hidden layers for few photographs: logistic regression on standardised columns.
///
/// The penalty is chosen by the log-loss of rows that took no part in the fit. Rows, or whole groups of them, are dealt into
/// folds, every class evenly. Each fold is judged by regressions on the other folds, for every penalty, and the penalty with
/// the lowest mean log-loss is used for a regression on all rows. The same judgements then fit the temperature. Only the
/// standardisation has seen the folds. The seed decides the folds; nothing else is random.
public struct LinearHead: Sendable {
    /// The classifier for two classes, with its scaling and, if it was asked for, its temperature.
    public let network: TrainedNetwork
    /// How the penalty was found.
    public let search: PenaltySearch

    /// How the penalty was found, and how good it is.
    public struct PenaltySearch: Codable, Sendable, Equatable {
        /// The penalty of a squared coefficient, as a share of the number of columns that vary.
        ///
        /// Half of it times that number is added to the sum of cross-entropies.
        public let penalty: Double
        /// The `C` of scikit-learn: 1 / (penalty times columns).
        public let inversePenalty: Double
        /// The mean log-loss in nats for each of `LinearHead.penalties`, on rows that the regression has not seen.
        ///
        /// Empty if a class has too few rows to leave some out.
        public let losses: [Double]
        /// The number of folds.
        public let folds: Int
        /// The number of rows that the losses are measured on.
        public let photographs: Int
        /// How many of these rows are classified correctly with the chosen penalty.
        ///
        /// The choice makes this a little too good.
        public let right: Int
        /// How many of these rows belong to the larger class.
        public let majority: Int
    }

    /// The penalties that are tried, strongest first; each fit starts from the minimum for the one before.
    public static let penalties = (0...10).map { pow(10, 1 - Double($0) / 2) }
    /// The penalty if no rows can be left out.
    static let standardPenalty = 0.1

    /// Fits the regression to the given rows, and chooses its penalty.
    ///
    /// Memory: a copy of the features and about 40 rows² bytes. Cost: rows² columns operations, and for every fold and penalty
    /// about six times rows³ / 3.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`, all finite.
    ///   - labels: 0 or 1 for each row.
    ///   - rows: The rows to learn from, ascending; nil for all.
    ///   - penalties: The penalties to try, each above 0, strongest first; as shares of the number of columns that vary.
    ///   - folds: The largest number of folds; there are never more than the smaller class has rows or groups.
    ///   - groups: Rows that must not be separated, and rows that are only used for training.
    ///   - seed: Decides the folds.
    ///   - calibrates: Whether the logits are divided by the temperature that fits the rows left out, if these rows determine
    ///     one.
    ///   - shouldStop: Called before every fold; true ends the fit with `LearningError.cancelled`.
    /// - Throws: `LearningError`, and `LinearAlgebraError`.
    public static func fit(
        features: Matrix, labels: [Int], rows: [Int]? = nil, penalties: [Double] = LinearHead.penalties, folds: Int = 5,
        groups: RowGroups? = nil, seed: UInt64, calibrates: Bool = true, shouldStop: () -> Bool = { Task.isCancelled }
    ) throws -> LinearHead {
        let rows = rows ?? Array(labels.indices)
        precondition(!penalties.isEmpty && penalties.allSatisfy { $0 > 0 }, "a penalty is above 0")
        try check(features, labels, rows)
        let kernel = RowKernel(of: features, rows: rows)
        let own = rows.map { labels[$0] }
        let left = try LeftOutLogits(
            kernel, labels: own, penalties: penalties, units: positions(of: RowGroups.units(of: rows, groups), in: rows),
            isMeasured: Set(groups?.measured(rows) ?? rows), rows: rows, folds: folds, seed: seed, shouldStop: shouldStop)
        let chosen = left.best
        if shouldStop() { throw LearningError.cancelled(epoch: 0) }
        var regression = LogisticRegression(kernel: kernel.products, labels: own)
        let columns = max(1, kernel.varyingColumns)
        let path = chosen.map { Array(penalties[...$0]) } ?? [penalties.count == 1 ? penalties[0] : standardPenalty]
        for penalty in path { try regression.solve(penalty: penalty * columns) }
        let calibration = calibrates ? left.calibration.flatMap { $0.isSettled ? $0 : nil } : nil
        let network = try network(regression, kernel, calibration: calibration)
        return LinearHead(network: network, search: left.report(penalty: path[path.count - 1], columns: columns))
    }

    /// The memory that `fit` needs in addition to the features, in bytes.
    public static func bytes(rows: Int, columns: Int) -> Double {
        let (rows, columns) = (Double(rows), Double(columns))
        return 4 * rows * columns + 8 * rows * min(columns, 512) + 40 * rows * rows
    }

    private static func check(_ features: Matrix, _ labels: [Int], _ rows: [Int]) throws(LearningError) {
        guard features.rows > 0 && features.columns > 0 && !rows.isEmpty else {
            throw .empty(part: .training, rows: features.rows, columns: features.columns)
        }
        guard labels.count == features.rows else {
            throw .labelCount(part: .training, labels: labels.count, rows: features.rows)
        }
        if let row = rows.first(where: { labels[$0] != 0 && labels[$0] != 1 }) {
            throw .labelOutOfRange(part: .training, row: row, label: labels[row], classes: 2)
        }
        let first = labels[rows[0]]
        if rows.allSatisfy({ labels[$0] == first }) { throw .oneClassOnly(label: first) }
        if let place = features.firstNonFinite() { throw .notFinite(part: .training, row: place.row, column: place.column) }
    }

    private static func positions(of units: [[Int]], in rows: [Int]) -> [[Int]] {
        let places = Dictionary(uniqueKeysWithValues: zip(rows, rows.indices))
        return units.map { $0.compactMap { places[$0] } }
    }

    /// The regression as a softmax over two classes: each class gets half of the logit, with opposite signs.
    private static func network(
        _ regression: LogisticRegression, _ kernel: RowKernel, calibration: TemperatureCalibration?
    ) throws -> TrainedNetwork {
        let shares = Matrix(rows: kernel.rows, columns: 1, elements: regression.shares.map { Float($0) })
        let halves = kernel.features.multiplied(.transposed, by: shares).elements.map { $0 / 2 }
        let half = Float(regression.intercept / 2)
        let architecture = try NetworkArchitecture(hiddenWidths: [], classes: 2)
        let plain = try Parameters(
            of: architecture.graph(inputs: halves.count), tensors: [halves.flatMap { [-$0, $0] }, [-half, half]])
        return try TrainedNetwork(
            architecture: architecture, inputs: halves.count,
            parameters: calibration.map { try architecture.dividingLogits(of: plain, by: $0.temperature) } ?? plain,
            inputScaling: kernel.scaling, calibration: calibration)
    }
}

/// The logits of regressions for rows that they have not seen, for every penalty.
private struct LeftOutLogits {
    /// For each penalty, one logit for each measured row.
    private var logits: [[Double]]
    /// The labels of the measured rows.
    private var labels: [Int] = []
    private var folds = 0

    init(
        _ kernel: RowKernel, labels: [Int], penalties: [Double], units: [[Int]], isMeasured: Set<Int>, rows: [Int], folds: Int,
        seed: UInt64, shouldStop: () -> Bool
    ) throws {
        logits = penalties.map { _ in [] }
        let classes = Dictionary(grouping: units, by: { labels[$0[0]] })
        let fewest = classes.count > 1 ? classes.values.map(\.count).min() ?? 0 : 0
        guard min(folds, fewest) >= 2 else { return }
        self.folds = min(folds, fewest)
        let columns = max(1, kernel.varyingColumns)
        for positions in try Trainer.deal(units.map { labels[$0[0]] }, into: self.folds, seed: seed) {
            if shouldStop() { throw LearningError.cancelled(epoch: 0) }
            let held = positions.flatMap { units[$0] }.sorted(), isHeld = Set(held)
            let others = rows.indices.filter { !isHeld.contains($0) }
            let measured = held.filter { isMeasured.contains(rows[$0]) }
            guard !measured.isEmpty, Set(others.map { labels[$0] }).count > 1 else { continue }
            self.labels += measured.map { labels[$0] }
            var regression = LogisticRegression(
                kernel: kernel.products(of: others, with: others), labels: others.map { labels[$0] })
            let products = kernel.products(of: measured, with: others)
            for (place, penalty) in penalties.enumerated() {
                try regression.solve(penalty: penalty * columns)
                logits[place] += regression.logits(fromProducts: products)
            }
        }
    }

    private var losses: [Double] {
        if labels.isEmpty { return [] }
        return logits.map { logits in
            var sum = 0.0
            for (logit, label) in zip(logits, labels) { sum += CrossEntropy.of(logit: logit, target: Double(label)) }
            return sum / Double(labels.count)
        }
    }

    /// The position of the penalty with the lowest loss, the strongest of equal ones; nil if no rows were left out.
    var best: Int? {
        let losses = losses
        return losses.indices.min { (losses[$0], $0) < (losses[$1], $1) }
    }

    /// The temperature for the chosen penalty; nil if no rows were left out.
    var calibration: TemperatureCalibration? {
        best.map { place in
            let matrix = Matrix(
                rows: labels.count, columns: 2, elements: logits[place].flatMap { [Float(-$0 / 2), Float($0 / 2)] })
            return TemperatureCalibration(logits: matrix, labels: labels, source: .leftOut)
        }
    }

    func report(penalty: Double, columns: Double) -> LinearHead.PenaltySearch {
        let ones = labels.count { $0 == 1 }
        let right = best.map { place in zip(logits[place], labels).count { ($0 > 0) == ($1 == 1) } } ?? 0
        return LinearHead.PenaltySearch(
            penalty: penalty, inversePenalty: 1 / (penalty * columns), losses: losses, folds: folds,
            photographs: labels.count, right: right, majority: max(ones, labels.count - ones))
    }
}

extension LinearHead {
    /// Fits once for each fold on all other rows, penalty and temperature included, and measures the accuracy on the fold.
    ///
    /// - Parameters:
    ///   - folds: The number of folds, at least 2.
    ///   - features: `[rows, columns]`, all finite.
    ///   - labels: 0 or 1 for each row.
    ///   - groups: Rows that must stay in one fold; nil if every row stands alone.
    ///   - seed: Decides the folds.
    ///   - shouldStop: Called before every fold; true ends the work with `LearningError.cancelled`.
    ///   - progress: Called with the number of folds that are done.
    /// - Throws: As `fit` does, and `LearningError.foldCount` if a class has fewer rows than folds.
    public static func crossValidate(
        folds: Int, features: Matrix, labels: [Int], groups: RowGroups? = nil, seed: UInt64,
        shouldStop: () -> Bool = { Task.isCancelled }, progress: (Int) -> Void = { _ in }
    ) throws -> CrossValidation {
        let units = RowGroups.units(of: Array(labels.indices), groups)
        var tallies: [CrossValidation.Tally] = []
        for positions in try Trainer.deal(units.map { labels[$0[0]] }, into: folds, seed: seed) {
            let held = positions.flatMap { units[$0] }.sorted(), isHeld = Set(held)
            let others = labels.indices.filter { !isHeld.contains($0) }
            let head = try fit(
                features: features, labels: labels, rows: others, groups: groups, seed: seed, shouldStop: shouldStop)
            tallies.append(try head.network.tally(on: features, labels: labels, rows: groups?.measured(held) ?? held))
            progress(tallies.count)
        }
        return CrossValidation(tallies: tallies)
    }
}
