/// The rows of one measurement: those to train on, those that choose the epoch, and those that the accuracy is measured on.
public struct MeasuredSplit: Sendable, Equatable {
    /// The rows to train on, and the rows that choose the epoch.
    public let split: StratifiedSplit
    /// The rows that the accuracy is measured on; never rows to train on.
    public let measured: [Int]

    /// A measurement on the given rows.
    ///
    /// - Parameters:
    ///   - split: The rows to train on, and the rows that choose the epoch.
    ///   - measured: The rows to measure on; nil for the rows that choose the epoch.
    public init(_ split: StratifiedSplit, measured: [Int]? = nil) {
        self.split = split
        self.measured = measured ?? split.validation
    }

    /// Deals rows into folds, every class evenly; each fold is measured once, by a training on the others.
    ///
    /// - Parameters:
    ///   - count: The number of folds, at least 2.
    ///   - labels: One for each row of the data.
    ///   - rows: The rows to deal, ascending.
    ///   - validation: The share of the other folds that chooses the epoch, above 0 and below 1.
    ///   - seed: Decides how the rows are dealt.
    ///   - groups: Rows that must stay in one fold, and rows that are not measured; nil if every row stands alone.
    /// - Throws: `LearningError.foldCount` if a class has fewer rows, or groups, than folds.
    public static func folds(
        _ count: Int, labels: [Int], rows: [Int], validation: Double, seed: UInt64,
        groups: RowGroups? = nil
    ) throws(LearningError) -> [MeasuredSplit] {
        var parts: [MeasuredSplit] = []
        for held in try held(count, labels: labels, rows: rows, seed: seed, groups: groups) {
            let isHeld = Set(held)
            let others = rows.filter { !isHeld.contains($0) }
            parts.append(
                MeasuredSplit(
                    try StratifiedSplit(labels: labels, among: others, fraction: validation, seed: seed, groups: groups),
                    measured: groups?.measured(held) ?? held))
        }
        return parts
    }

    /// Deals rows into folds, every class evenly.
    ///
    /// - Parameters:
    ///   - count: The number of folds, at least 2.
    ///   - labels: One for each row of the data.
    ///   - rows: The rows to deal, ascending.
    ///   - seed: Decides how the rows are dealt.
    ///   - groups: Rows that must stay in one fold; nil if every row stands alone.
    /// - Returns: The rows of each fold, ascending.
    /// - Throws: `LearningError.foldCount` if a class has fewer rows, or groups, than folds.
    package static func held(
        _ count: Int, labels: [Int], rows: [Int], seed: UInt64, groups: RowGroups? = nil
    ) throws(LearningError) -> [[Int]] {
        let units = RowGroups.units(of: rows, groups)
        return try Trainer.deal(units.map { labels[$0[0]] }, into: count, seed: seed).map { positions in
            positions.flatMap { units[$0] }.sorted()
        }
    }
}
