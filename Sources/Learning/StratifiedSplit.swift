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

    /// Draws `fraction` of every class, rounded to the nearest number of rows but at least one, for validation, among
    /// `rows`, ascending (nil: all).
    ///
    /// With `groups`, whole groups are drawn, each of the class of its first row; of those drawn, rows that are not
    /// measured belong to neither part. At least one row (or group) of a class stays for training, so that a class of one has
    /// none for validation. Splits of one seed and
    /// different purposes are independent.
    /// Throws `LearningError` when the fraction is not between 0 and 1 (both excluded), or so few rows are there that a
    /// part would be empty.
    public init(
        labels: [Int], among rows: [Int]? = nil, fraction: Double, seed: UInt64, purpose: String = "validation",
        groups: RowGroups? = nil
    ) throws(LearningError) {
        guard fraction > 0 && fraction < 1 else {
            throw .configurationValue(name: "\(purpose) fraction", value: fraction, expected: "above 0 and below 1")
        }
        let all = rows ?? Array(labels.indices)
        let units = RowGroups.units(of: all, groups)
        var isDrawn = [Bool](repeating: false, count: labels.count)
        for (label, members) in Dictionary(grouping: units, by: { labels[$0[0]] }) {
            var stream = RandomStream(seed: seed, name: "\(purpose).class.\(label)")
            let count = min(max(1, Int((fraction * Double(members.count)).rounded())), members.count - 1)
            for position in stream.distinct(count, below: members.count) {
                for row in members[position] { isDrawn[row] = true }
            }
        }
        training = all.filter { !isDrawn[$0] }
        let drawn = all.filter { isDrawn[$0] }
        validation = groups?.measured(drawn) ?? drawn
        if training.isEmpty || validation.isEmpty {
            throw .tooFewRowsToSplit(rows: all.count, fraction: fraction)
        }
    }
}
