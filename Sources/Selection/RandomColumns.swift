import Evolution
import Matrices

/// A selector that draws columns at random, which any other selector has to beat.
public struct RandomColumns: ColumnSelector {
    /// The seed of the draw.
    public let seed: UInt64

    /// Makes a selector with this seed.
    public init(seed: UInt64) {
        self.seed = seed
    }

    /// Implements the requirement of `ColumnSelector`.
    public func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection {
        try ColumnSelection.check(count, of: data.columns)
        var stream = RandomStream(seed: seed, name: "columns")
        return ColumnSelection(
            mask: try FeatureMask(indices: stream.distinct(count, below: data.columns), sourceWidth: data.columns))
    }
}
