/// A selector of the columns whose classes differ most compared with the spread within them: the F of a one-way analysis of
/// variance (Fisher 1925).
///
/// It computes in double precision. A column that does not vary scores 0, and one that varies only between the classes scores
/// infinity. Cost: two passes over the features.
public struct VarianceAnalysis: ColumnSelector {
    /// Makes the selector; it has no settings.
    public init() {}

    /// Implements the requirement of `ColumnSelector`.
    public func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection {
        try ColumnSelection(best: count, of: scores(of: data))
    }

    /// The F of every column.
    public func scores(of data: LabelledColumns) -> [Double] {
        let labels = data.labels
        let counts = [labels.count { $0 == 0 }, labels.count { $0 == 1 }].map(Double.init)
        return data.score { values in
            var sums = [0.0, 0.0]
            for (value, label) in zip(values, labels) { sums[label] += Double(value) }
            let means = zip(sums, counts).map { $0 / $1 }
            let mean = (sums[0] + sums[1]) / (counts[0] + counts[1])
            var within = 0.0
            for (value, label) in zip(values, labels) {
                within += (Double(value) - means[label]) * (Double(value) - means[label])
            }
            let between = zip(means, counts).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
            // A trace left by rounding is not variance.
            guard between > 1e-28 * mean * mean else { return 0 }
            guard within > 0 else { return .infinity }
            return between / (within / (counts[0] + counts[1] - 2))
        }
    }
}
