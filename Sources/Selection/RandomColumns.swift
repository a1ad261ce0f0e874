import Evolution
import Matrices

/// Columns drawn by chance: what any other way has to beat.
public struct RandomColumns: ColumnSelector {
    public let seed: UInt64

    public init(seed: UInt64) {
        self.seed = seed
    }

    public func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection {
        try ColumnSelection.check(count, of: data.columns)
        var stream = RandomStream(seed: seed, name: "columns")
        return ColumnSelection(
            mask: try FeatureMask(indices: stream.distinct(count, below: data.columns), sourceWidth: data.columns))
    }
}
