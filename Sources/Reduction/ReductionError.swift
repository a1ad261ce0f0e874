/// What can go wrong in fitting or applying a reduction.
public enum ReductionError: Error, Equatable {
    case tooFewRows(found: Int)
    case tooManyComponents(requested: Int, rows: Int, columns: Int)
    /// The data vary in fewer directions than components were asked for.
    case componentsBeyondRank(requested: Int, rank: Int)
    /// All rows are the same.
    case nothingVaries(rows: Int)
    case invalidShare(Double)
    case invalidComponentCount(Int)
    /// Parallel analysis found no component that varies more than chance makes it.
    case nothingAboveChance
    case likelihoodNeedsRows(rows: Int, columns: Int)
    /// The randomised solver has to know how many components are wanted.
    case solverNeedsCount
    /// Of FastICA's search.
    case invalidTolerance(Double)
    case invalidIterationCount(Int)
    /// Of the contrast logcosh.
    case invalidAlpha(Double)
    case columnsDiffer(found: Int, expected: Int)
}
