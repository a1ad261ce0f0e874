import Matrices

/// Rows divided into a training and a validation part.
public struct StratifiedSplit: Codable, Sendable, Equatable {
    /// The rows of the training part, ascending.
    public let training: [Int]
    /// The rows of the validation part, ascending.
    public let validation: [Int]

    /// A split that was made elsewhere.
    ///
    /// - Parameters:
    ///   - training: Row numbers, ascending.
    ///   - validation: Row numbers, ascending; none of the training rows.
    public init(training: [Int], validation: [Int]) {
        self.training = training
        self.validation = validation
    }

    /// Draws a validation part at random, the same share of every class.
    ///
    /// The number of rows drawn from a class is rounded to the nearest, but is at least one. At least one row (or group) of a
    /// class stays for training, so a class of one has none for validation. Splits with the same seed but different purposes
    /// are independent.
    ///
    /// - Parameters:
    ///   - labels: One for each row of the data.
    ///   - rows: The rows to divide, ascending; nil for all.
    ///   - fraction: The share of every class to draw, above 0 and below 1.
    ///   - seed: Decides which rows are drawn.
    ///   - purpose: Makes splits independent of one another.
    ///   - groups: Rows that must stay together; whole groups are drawn, and a group has the class of its first row. Drawn rows
    ///     that are not measured belong to neither part.
    /// - Throws: `LearningError.configurationValue` if the fraction is out of range, `.tooFewRowsToSplit` if a part would be
    ///   empty.
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
