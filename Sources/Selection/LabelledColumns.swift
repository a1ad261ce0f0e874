import Concurrency
import Learning
import Matrices

/// Features with their labels, stored by column as well: the data that selectors work on.
public struct LabelledColumns: Sendable {
    /// The features, `[rows, columns]`.
    public let features: Matrix
    /// The same features, transposed: `[columns, rows]`.
    public let values: Matrix
    /// 0 or 1, one per row.
    public let labels: [Int]
    /// The number of threads that selectors may use, on which no result depends.
    public let threads: Int

    /// The number of columns.
    public var columns: Int { values.rows }
    /// The number of rows.
    public var rows: Int { values.columns }

    /// Checks and stores features with labels.
    ///
    /// Memory: a copy of the features.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`.
    ///   - labels: 0 or 1, one per row; both must occur.
    ///   - threads: the number of threads that selectors may use.
    /// - Throws: `LearningError` for other labels, and for a feature that is not finite.
    public init(features: Matrix, labels: [Int], threads: Int = 1) throws(LearningError) {
        guard features.rows > 0, features.columns > 0 else {
            throw .empty(part: .training, rows: features.rows, columns: features.columns)
        }
        guard labels.count == features.rows else {
            throw .labelCount(part: .training, labels: labels.count, rows: features.rows)
        }
        if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) {
            throw .labelOutOfRange(part: .training, row: row, label: labels[row], classes: 2)
        }
        guard Set(labels).count > 1 else { throw .oneClassOnly(label: labels[0]) }
        if let place = features.firstNonFinite() {
            throw .notFinite(part: .training, row: place.row, column: place.column)
        }
        self.features = features
        values = features.transposed()
        self.labels = labels
        self.threads = threads
    }

    /// The values with mean 0 and deviation 1 (divisor n) in every column, `[columns, rows]`.
    ///
    /// A column that does not vary becomes zeros.
    func standardised() -> Matrix {
        Matrix(rows: columns, columns: rows) { target in
            nonisolated(unsafe) let target = target
            let count = rows
            forEachColumn { column, values in
                let mean = values.reduce(0) { $0 + Double($1) } / Double(count)
                let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(count)
                // Rounding of the mean leaves a trace of variance in a column that does not vary.
                let scale = variance > 1e-14 * mean * mean ? 1 / variance.squareRoot() : 0
                for row in 0..<count { target[column * count + row] = Float((Double(values[row]) - mean) * scale) }
            }
        }
    }

    /// One number per column, computed on all threads.
    func score(_ body: (UnsafeBufferPointer<Float>) -> Double) -> [Double] {
        [Double](unsafeUninitializedCapacity: columns) { scores, initialised in
            nonisolated(unsafe) let scores = scores
            forEachColumn { column, values in scores[column] = body(values) }
            initialised = columns
        }
    }

    private func forEachColumn(_ body: (Int, UnsafeBufferPointer<Float>) -> Void) {
        let count = rows
        values.withUnsafeBufferPointer { source in
            WorkBlocks.forEach(columns, workers: threads) { column, _ in
                body(column, UnsafeBufferPointer(rebasing: source[column * count..<(column + 1) * count]))
            }
        }
    }
}
