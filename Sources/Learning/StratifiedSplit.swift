import Matrices

/// Rows divided into a training and a validation part.
public struct StratifiedSplit: Codable, Sendable, Equatable {
    /// Ascending row numbers.
    public let training: [Int]
    /// Ascending row numbers.
    public let validation: [Int]

    /// A split made elsewhere.
    public init(training: [Int], validation: [Int]) {
        self.training = training
        self.validation = validation
    }

    /// Draws `fraction` of every class, rounded to the nearest number of rows, for validation, among `rows`, ascending
    /// (nil: all).
    ///
    /// At least one row of a class stays for training. Splits of one seed and different purposes are independent.
    /// Throws `LearningError` when the fraction is not between 0 and 1 (both excluded), or so few rows are there that a
    /// part would be empty.
    public init(
        labels: [Int], among rows: [Int]? = nil, fraction: Double, seed: UInt64, purpose: String = "validation"
    ) throws(LearningError) {
        guard fraction > 0 && fraction < 1 else {
            throw .configurationValue(name: "\(purpose) fraction", value: fraction, expected: "above 0 and below 1")
        }
        let all = rows ?? Array(labels.indices)
        var isValidation = [Bool](repeating: false, count: labels.count)
        for (label, rows) in Dictionary(grouping: all, by: { labels[$0] }) {
            var stream = RandomStream(seed: seed, name: "\(purpose).class.\(label)")
            let count = min(Int((fraction * Double(rows.count)).rounded()), rows.count - 1)
            for position in stream.distinct(count, below: rows.count) { isValidation[rows[position]] = true }
        }
        training = all.filter { !isValidation[$0] }
        validation = all.filter { isValidation[$0] }
        if training.isEmpty || validation.isEmpty {
            throw .tooFewRowsToSplit(rows: all.count, fraction: fraction)
        }
    }
}
