import Evolution

/// Columns that a selector chose, and how much each was worth to it.
public struct ColumnSelection: Sendable, Equatable {
    public let mask: FeatureMask
    /// One a chosen column, in the mask's order; what they mean is the selector's. None where it does not weigh columns.
    public let scores: [Double]

    /// The `count` columns of the highest scores, the first of equal ones. Throws `EvolutionError.tooFewColumns`.
    init(best count: Int, of scores: [Double]) throws(EvolutionError) {
        try Self.check(count, of: scores.count)
        let order = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
        try self.init(columns: order.prefix(count), scores: scores, sourceWidth: scores.count)
    }

    /// The given columns with their part of `scores`, which has one a column of the source.
    init(columns: some Sequence<Int>, scores: [Double], sourceWidth: Int) throws(EvolutionError) {
        mask = try FeatureMask(indices: columns, sourceWidth: sourceWidth)
        self.scores = mask.columns.map { scores[$0] }
    }

    init(mask: FeatureMask) {
        self.mask = mask
        scores = []
    }

    /// Throws `EvolutionError.tooFewColumns` unless `count` can be chosen.
    static func check(_ count: Int, of columns: Int) throws(EvolutionError) {
        if count > columns { throw .tooFewColumns(columns: columns, genes: count) }
        if count < 1 {
            throw .configurationValue(name: "columns of a mask (--genes)", value: Double(count), expected: "at least 1")
        }
    }
}

/// A way to choose columns by features and labels.
public protocol ColumnSelector: Sendable {
    /// Chooses `count` columns, or fewer where the way has no use for more. `beforeStep` is called before every step of a
    /// long work, which ends when it throws.
    ///
    /// Throws `EvolutionError` when there are fewer columns than that.
    func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection
}
