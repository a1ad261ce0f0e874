import Evolution
import Learning
import Matrices

/// The columns that logistic regression uses when coefficients cost their absolute value (Tibshirani 1996): the penalty
/// falls step by step from where no column is used until as many are used as wanted.
///
/// Columns are standardised; the intercept costs nothing. With fewer photographs than columns the regression hardly ever
/// uses more columns than there are photographs, and then fewer are chosen than asked for.
public struct SparseRegression: ColumnSelector {
    /// Each penalty, as a share of the one before.
    private static let step = 0.85
    /// The last penalty, as a share of the first.
    private static let last = 1e-3

    public init() {}

    /// A column's score is the absolute value of its coefficient.
    public func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection {
        try ColumnSelection.check(count, of: data.columns)
        var fit = SparseFit(data)
        let largest = fit.largestPenalty
        var penalty = largest
        while fit.used.count < count, penalty > largest * Self.last {
            try beforeStep()
            penalty *= Self.step
            try fit.solve(penalty: penalty)
        }
        let scores = fit.coefficients.map(abs)
        let used = fit.used.sorted { (scores[$0], $1) > (scores[$1], $0) }
        return try ColumnSelection(columns: used.prefix(count), scores: scores, sourceWidth: data.columns)
    }

    /// The coefficients of the standardised columns at one penalty: those of the lowest mean loss plus `penalty` times the
    /// sum of their absolute values. Throws `SelectionError.notSettled`.
    public static func coefficients(of data: LabelledColumns, penalty: Double) throws(SelectionError) -> [Double] {
        var fit = SparseFit(data)
        try fit.solve(penalty: penalty)
        return fit.coefficients
    }
}
