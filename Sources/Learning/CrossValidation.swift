import Matrices

/// How good trainings of one kind are, measured on rows that took no part in them.
public struct CrossValidation: Codable, Sendable, Equatable {
    /// The share of each fold's rows that are classified rightly, 0 to 1.
    public let accuracies: [Double]
    /// Of all folds together; nil in files that were written before it was kept.
    public let total: Tally?

    /// A count of verdicts.
    public struct Tally: Codable, Sendable, Equatable {
        public let right: Int
        public let rows: Int
        /// Rows of the label 1.
        public let ones: Int

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

    public var mean: Double { accuracies.reduce(0, +) / Double(accuracies.count) }

    /// The deviation between folds, with divisor folds - 1.
    public var deviation: Double {
        let squares = accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(max(1, accuracies.count - 1))).squareRoot()
    }
}

extension Trainer {
    /// Trains once for each of `folds` parts of the rows, on all others, and measures on that part.
    ///
    /// Every class is dealt evenly into the folds, by the configuration's seed. The best epoch of a training is chosen
    /// on a validation part that is drawn from the rows it trains on: the fold itself is looked at once. `progress` is
    /// told how many folds are done. Throws `LearningError`, as `fit` does, and `.foldCount` where a class has fewer rows
    /// than folds. With `groups`, whole groups are dealt. Cost: `folds` trainings.
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
            tallies.append(try network.tally(on: features, labels: labels, rows: part.measured))
            progress(number + 1)
        }
        return CrossValidation(tallies: tallies)
    }

    /// Throws `LearningError.foldCount` unless rows with these labels, or their groups, can be dealt into so many folds.
    public static func checkFolds(_ folds: Int, labels: [Int], groups: RowGroups? = nil, seed: UInt64) throws(LearningError) {
        let units = RowGroups.units(of: Array(labels.indices), groups)
        _ = try deal(units.map { labels[$0[0]] }, into: folds, seed: seed)
    }

    static func deal(_ labels: [Int], into folds: Int, seed: UInt64) throws(LearningError) -> [[Int]] {
        let classes = Dictionary(grouping: labels.indices, by: { labels[$0] }).sorted(by: { $0.key < $1.key })
        for (label, rows) in classes where folds < 2 || rows.count < folds {
            throw .foldCount(folds: folds, label: label, rows: rows.count)
        }
        // Folds are no more than rows now, however many were asked for.
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
    /// The share of the named rows whose largest logit is at their label, 0 to 1.
    func accuracy(on features: Matrix, labels: [Int], rows: [Int]) throws(LearningError) -> Double {
        try tally(on: features, labels: labels, rows: rows).accuracy
    }

    /// How many of the named rows have their largest logit at their label.
    func tally(on features: Matrix, labels: [Int], rows: [Int]) throws(LearningError) -> CrossValidation.Tally {
        let logits = try logits(for: features.selecting(rows: rows))
        let right = rows.indices.filter { position in
            let values = logits.row(position)
            return values.firstIndex(of: values.max() ?? 0).map { $0 - values.startIndex } == labels[rows[position]]
        }
        return CrossValidation.Tally(right: right.count, rows: rows.count, ones: rows.count { labels[$0] == 1 })
    }
}
