import Evolution

/// Columns that a selector chose, with their scores.
public struct ColumnSelection: Sendable, Equatable {
    /// The chosen columns.
    public let mask: FeatureMask
    /// One score per chosen column, in the mask's order; empty if the selector does not weigh columns.
    ///
    /// The meaning of a score depends on the selector.
    public let scores: [Double]

    /// Takes the `count` columns with the highest scores; among equal ones, the first.
    ///
    /// - Throws: `EvolutionError.tooFewColumns`.
    init(best count: Int, of scores: [Double]) throws(EvolutionError) {
        try Self.check(count, of: scores.count)
        let order = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
        try self.init(columns: order.prefix(count), scores: scores, sourceWidth: scores.count)
    }

    /// Takes the given columns with their scores; `scores` has one value per column of the source.
    init(columns: some Sequence<Int>, scores: [Double], sourceWidth: Int) throws(EvolutionError) {
        mask = try FeatureMask(indices: columns, sourceWidth: sourceWidth)
        self.scores = mask.columns.map { scores[$0] }
    }

    init(mask: FeatureMask) {
        self.mask = mask
        scores = []
    }

    /// Checks that `count` columns can be chosen.
    ///
    /// - Throws: `EvolutionError.tooFewColumns`, or `EvolutionError.configurationValue` for less than one column.
    static func check(_ count: Int, of columns: Int) throws(EvolutionError) {
        if count > columns { throw .tooFewColumns(columns: columns, genes: count) }
        if count < 1 {
            throw .configurationValue(name: "columns of a mask", value: Double(count), expected: "at least 1", setting: .genes)
        }
    }
}

/// A way to choose columns by features and labels.
public protocol ColumnSelector: Sendable {
    /// Chooses `count` columns, or fewer if the method has no use for more.
    ///
    /// - Parameters:
    ///   - count: the number of columns to choose, at least 1.
    ///   - data: the features and labels.
    ///   - beforeStep: called before every step of long work; it may throw to stop.
    /// - Throws: `EvolutionError` if there are fewer columns than `count`, and whatever `beforeStep` throws.
    func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection
}
