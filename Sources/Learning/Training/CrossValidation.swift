import Matrices

/// The accuracy of a kind of training, measured on rows that it did not use.
public struct CrossValidation: Codable, Sendable, Equatable {
    /// The share of each fold's rows that are classified correctly, 0 to 1.
    public let accuracies: [Double]
    /// The verdicts of all folds together; nil in files that were written before it was kept.
    public let total: Tally?

    /// A count of verdicts.
    public struct Tally: Codable, Sendable, Equatable {
        /// The number of rows that are classified correctly.
        public let right: Int
        /// The number of rows.
        public let rows: Int
        /// The number of rows with the label 1.
        public let ones: Int

        /// A count of verdicts that were made elsewhere.
        public init(right: Int, rows: Int, ones: Int) {
            self.right = right
            self.rows = rows
            self.ones = ones
        }

        var accuracy: Double { Double(right) / Double(rows) }
    }

    init(tallies: [Tally]) {
        accuracies = tallies.map(\.accuracy)
        let ones = tallies.reduce(0) { $0 + $1.ones }, rows = tallies.reduce(0) { $0 + $1.rows }
        total = Tally(right: tallies.reduce(0) { $0 + $1.right }, rows: rows, ones: ones)
    }

    /// The mean accuracy over the folds, 0 to 1.
    public var mean: Double { accuracies.reduce(0, +) / Double(accuracies.count) }

    /// The standard deviation of the accuracy between folds, with the divisor folds - 1.
    public var deviation: Double {
        let squares = accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(max(1, accuracies.count - 1))).squareRoot()
    }
}

extension Trainer {
    /// Trains once for each fold on all other rows, and measures the accuracy on the fold.
    ///
    /// Every class is dealt evenly into the folds. The best epoch of a training is chosen on a validation part that is drawn
    /// from the rows it trains on, so the fold is used only once. Cost: `folds` trainings.
    ///
    /// - Parameters:
    ///   - folds: The number of folds, at least 2.
    ///   - features: `[rows, columns]`, all finite.
    ///   - labels: One for each row, from 0 to the number of classes less 1.
    ///   - teacher: A teacher's answer to every row, if the configuration asks for distillation; else nil.
    ///   - groups: Rows that must stay in one fold; nil if every row stands alone.
    ///   - shouldStop: Called before every step; true ends the training with `LearningError.cancelled`.
    ///   - progress: Called with the number of folds that are done.
    /// - Throws: `LearningError`, as `fit` does, and `.foldCount` if a class has fewer rows than folds.
    public func crossValidate(
        folds: Int, features: Matrix, labels: [Int], teacher: TeacherAnswers? = nil, groups: RowGroups? = nil,
        shouldStop: () -> Bool = { Task.isCancelled }, progress: (Int) -> Void = { _ in }
    ) throws(LearningError) -> CrossValidation {
        let parts = try MeasuredSplit.folds(
            folds, labels: labels, rows: Array(labels.indices), validation: configuration.validationFraction,
            seed: configuration.seed, groups: groups)
        var tallies: [CrossValidation.Tally] = []
        for (number, part) in parts.enumerated() {
            let network = try fit(
                features: features, labels: labels, validation: .split(part.split), teacher: teacher,
                shouldStop: shouldStop)
            tallies.append(try network.tally(on: features, labels: labels, rows: part.measured, threads: threads))
            progress(number + 1)
        }
        return CrossValidation(tallies: tallies)
    }

    /// Checks that rows with these labels, or their groups, can be dealt into this number of folds.
    ///
    /// - Parameters:
    ///   - folds: The number of folds.
    ///   - labels: One for each row.
    ///   - groups: Rows that must stay in one fold; nil if every row stands alone.
    ///   - seed: Decides how the rows are dealt.
    /// - Throws: `LearningError.foldCount` if there are fewer than 2 folds, or a label has fewer rows or groups than folds.
    public static func checkFolds(_ folds: Int, labels: [Int], groups: RowGroups? = nil, seed: UInt64) throws(LearningError) {
        let units = RowGroups.units(of: Array(labels.indices), groups)
        _ = try deal(units.map { labels[$0[0]] }, into: folds, seed: seed)
    }

    static func deal(_ labels: [Int], into folds: Int, seed: UInt64) throws(LearningError) -> [[Int]] {
        let classes = Dictionary(grouping: labels.indices, by: { labels[$0] }).sorted(by: { $0.key < $1.key })
        for (label, rows) in classes where folds < 2 || rows.count < folds {
            throw .foldCount(folds: folds, label: label, rows: rows.count)
        }
        // From here on there are at most as many folds as rows, whatever was asked for.
        var parts = [[Int]](repeating: [], count: folds)
        var next = 0
        for (label, rows) in classes {
            var stream = RandomStream(seed: seed, name: "cross-validation.class.\(label)")
            for row in rows.shuffled(using: &stream) {
                parts[next % folds].append(row)
                next += 1
            }
        }
        return parts.map { $0.sorted() }
    }
}

extension TrainedNetwork {
    /// The share of the given rows whose largest logit belongs to their label, 0 to 1.
    func accuracy(on features: Matrix, labels: [Int], rows: [Int], threads: Int = 1) throws(LearningError) -> Double {
        try tally(on: features, labels: labels, rows: rows, threads: threads).accuracy
    }

    /// Counts how many of the given rows have their largest logit at their label.
    func tally(
        on features: Matrix, labels: [Int], rows: [Int], threads: Int = 1
    ) throws(LearningError) -> CrossValidation.Tally {
        let logits = try logits(for: features.selecting(rows: rows), threads: threads)
        let right = rows.indices.filter { position in
            let values = logits.row(position)
            return values.firstIndex(of: values.max() ?? 0).map { $0 - values.startIndex } == labels[rows[position]]
        }
        return CrossValidation.Tally(right: right.count, rows: rows.count, ones: rows.count { labels[$0] == 1 })
    }
}
