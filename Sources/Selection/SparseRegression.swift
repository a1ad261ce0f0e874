import Evolution
import Learning
import Matrices

/// A selector of the columns that logistic regression uses when coefficients cost their absolute value (Tibshirani 1996).
///
/// The penalty falls step by step, from where no column is used until as many are used as wanted. Columns are standardised, and
/// the intercept is not penalised. With fewer photographs than columns, the regression rarely uses more columns than there are
/// photographs; then fewer are chosen than asked for.
public struct SparseRegression: ColumnSelector {
    /// Each penalty, as a share of the one before.
    private static let step = 0.85
    /// The last penalty, as a share of the first.
    private static let last = 1e-3

    /// Makes the selector; it has no settings.
    public init() {}

    /// Chooses columns; a column's score is the absolute value of its coefficient.
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

    /// The coefficients of the standardised columns at one penalty, which minimise the mean loss plus `penalty` times the sum
    /// of their absolute values.
    ///
    /// - Parameters:
    ///   - data: the features and labels.
    ///   - penalty: the price of a coefficient of 1, above 0.
    /// - Throws: `SelectionError.notSettled`.
    public static func coefficients(of data: LabelledColumns, penalty: Double) throws(SelectionError) -> [Double] {
        var fit = SparseFit(data)
        try fit.solve(penalty: penalty)
        return fit.coefficients
    }
}
