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
    /// which a `validation` share chooses the epoch.
    ///
    /// Throws `LearningError.foldCount` where a class has fewer rows than folds.
    public static func folds(
        _ count: Int, labels: [Int], rows: [Int], validation: Double, seed: UInt64
    ) throws(LearningError) -> [MeasuredSplit] {
        var parts: [MeasuredSplit] = []
        for positions in try Trainer.deal(rows.map { labels[$0] }, into: count, seed: seed) {
            let held = Set(positions)
            let others = rows.indices.filter { !held.contains($0) }.map { rows[$0] }
            parts.append(
                MeasuredSplit(
                    try StratifiedSplit(labels: labels, among: others, fraction: validation, seed: seed),
                    measured: positions.map { rows[$0] }))
        }
        return parts
    }
}
