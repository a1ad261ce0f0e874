/// What can go wrong in fitting or applying a reduction.
public enum ReductionError: Error, Equatable {
    /// A fit needs at least 2 rows.
    case tooFewRows(found: Int)
    /// More components were asked for than there are rows or columns.
    case tooManyComponents(requested: Int, rows: Int, columns: Int)
    /// The data vary in fewer directions than the number of components asked for.
    case componentsBeyondRank(requested: Int, rank: Int)
    /// All rows are the same.
    case nothingVaries(rows: Int)
    /// A share of the variance that is not above 0 and below 1.
    case invalidShare(Double)
    /// A number of components below 1.
    case invalidComponentCount(Int)
    /// Parallel analysis found no component that varies more than it would by chance.
    case nothingAboveChance
    /// The likelihood of a number of components is defined only if there are at least as many rows as columns.
    case likelihoodNeedsRows(rows: Int, columns: Int)
    /// The randomised solver needs to know the number of components.
    case solverNeedsCount
    /// A tolerance of FastICA's search that is not above 0 and below 1.
    case invalidTolerance(Double)
    /// A limit of FastICA's iterations below 1.
    case invalidIterationCount(Int)
    /// An alpha of the contrast logcosh outside 1 to 2.
    case invalidAlpha(Double)
    /// The features do not have the number of columns of the fit.
    case columnsDiffer(found: Int, expected: Int)
}
