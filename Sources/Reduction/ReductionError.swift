/// What can go wrong in fitting or applying a reduction.
public enum ReductionError: Error, Equatable {
    case tooFewRows(found: Int)
    case tooManyComponents(requested: Int, rows: Int, columns: Int)
    /// The data vary in fewer directions than components were asked for.
    case componentsBeyondRank(requested: Int, rank: Int)
    case invalidShare(Double)
    case invalidComponentCount(Int)
    case columnsDiffer(found: Int, expected: Int)
}
