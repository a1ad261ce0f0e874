import Foundation
import Graphs
import LinearAlgebra
import Matrices

/// A classifier without hidden layers for few photographs: logistic regression on standardised columns, whose penalty is
/// chosen by the log-loss of rows that took no part in the fit.
///
/// Rows, or whole groups of them, are dealt into folds, every class evenly; each fold is judged by regressions on the others, for
/// every penalty, and the penalty of the lowest mean log-loss is taken for a regression on all rows. What the folds were
/// told then fits the temperature. The standardisation alone has seen the folds. Nothing is drawn but the folds, by the seed.
public struct LinearHead: Sendable {
    /// Of two classes, with its scaling and, where it was asked for, its temperature.
    public let network: TrainedNetwork
    public let search: PenaltySearch

    /// How the penalty was found.
    public struct PenaltySearch: Codable, Sendable, Equatable {
        /// That of a squared coefficient, as a share of the columns that vary; half of it times the columns is added to the
        /// sum of cross-entropies.
        public let penalty: Double
        /// scikit-learn's `C`: 1 / (penalty times columns).
        public let inversePenalty: Double
        /// The mean log-loss in nats for each of `LinearHead.penalties`, on rows that the regression has not seen; empty
        /// where a class has too few rows to leave some out.
        public let losses: [Double]
        public let folds: Int
        /// Rows that the losses are of.
        public let photographs: Int
        /// How many of them lay on the right side with the penalty chosen, which the choice makes a little too good.
        public let right: Int
        /// How many of them belong to the larger class.
        public let majority: Int
    }

    /// Tried from the strongest, each from the minimum for the one before.
    public static let penalties = (0...10).map { pow(10, 1 - Double($0) / 2) }
    /// Taken where nothing can be left out.
    static let standardPenalty = 0.1

    /// Fits and chooses on all of `rows`, ascending.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`, all finite.
    ///   - labels: 0 or 1, one a row.
    ///   - rows: those to learn from; nil: all.
    ///   - penalties: those to try, each above 0, the strongest first; as shares of the columns that vary.
    ///   - folds: at most; no more than the smaller class has rows or groups.
    ///   - groups: rows that must not be divided, and those that only ever train.
    ///   - calibrates: whether the logits are divided by the temperature that fits the rows left out, where these tell one.
    ///   - shouldStop: asked before every fold; true ends the fit with `LearningError.cancelled`.
    ///
    /// Throws `LearningError`, and `LinearAlgebraError`. Memory: a copy of the features and about 40 rows² bytes. Cost: rows² columns
    /// operations, and for every fold and penalty some six times rows³ / 3.
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

    /// What `fit` takes in memory beside the features.
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

    /// The regression as a softmax over two classes: each takes half of the logit, with opposite signs.
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

/// What regressions say of rows that they have not seen, for every penalty.
private struct LeftOutLogits {
    /// One a penalty; each has one a measured row.
    private var logits: [[Double]]
    /// Of the measured rows.
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

    /// The place of the penalty of the lowest loss, the strongest of equal ones; nil where nothing was left out.
    var best: Int? {
        let losses = losses
        return losses.indices.min { (losses[$0], $0) < (losses[$1], $1) }
    }

    /// The temperature of the penalty chosen; nil where nothing was left out.
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
    /// Fits once for each of `folds` parts of the rows, on all others, penalty and temperature included, and measures on
    /// that part. With `groups`, whole groups are dealt. Throws as `fit`, and `LearningError.foldCount`.
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
