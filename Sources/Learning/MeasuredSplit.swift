/// The rows of one measurement: those to train on, those that choose the epoch, and those whose share of right answers
/// is the result.
public struct MeasuredSplit: Sendable, Equatable {
    public let split: StratifiedSplit
    /// Row numbers; never rows to train on.
    public let measured: [Int]

    /// `measured` nil: the rows that choose the epoch are measured on, too.
    public init(_ split: StratifiedSplit, measured: [Int]? = nil) {
        self.split = split
        self.measured = measured ?? split.validation
    }

    /// `rows`, ascending, dealt into folds, every class evenly: each is measured once, by a training on the others, of
    /// which a `validation` share chooses the epoch. With `groups`, whole groups are dealt, and only rows that may be are
    /// measured.
    ///
    /// Throws `LearningError.foldCount` where a class has fewer rows, or groups, than folds.
    public static func folds(
        _ count: Int, labels: [Int], rows: [Int], validation: Double, seed: UInt64,
        groups: RowGroups? = nil
    ) throws(LearningError) -> [MeasuredSplit] {
        var parts: [MeasuredSplit] = []
        let units = RowGroups.units(of: rows, groups)
        for positions in try Trainer.deal(units.map { labels[$0[0]] }, into: count, seed: seed) {
            let held = positions.flatMap { units[$0] }.sorted()
            let isHeld = Set(held)
            let others = rows.filter { !isHeld.contains($0) }
            parts.append(
                MeasuredSplit(
                    try StratifiedSplit(labels: labels, among: others, fraction: validation, seed: seed, groups: groups),
                    measured: groups?.measured(held) ?? held))
        }
        return parts
    }
}
