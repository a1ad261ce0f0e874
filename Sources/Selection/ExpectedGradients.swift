import Evolution
import Faults
import Learning
import Matrices

/// A selector of the columns on which a trained classifier's verdicts rest.
///
/// It uses expected gradients (Erion et al. 2021) of the probability of the predicted class, counted over photographs. A
/// photograph's attribution to a column is the mean of `(x - x') * gradient at x' + a (x - x')`, over photographs x' drawn from
/// the same set and random places a between them. The columns with a photograph's highest attributions get a vote each. Those
/// with the most votes are chosen; among columns with equally many, those with the higher sum of attributions. Cost: `draws`
/// forward and backward passes through the network per photograph.
public struct ExpectedGradients: ColumnSelector {
    private let network: TrainedNetwork
    private let draws: Int
    private let votes: Int
    private let usesMagnitude: Bool
    private let seed: UInt64

    /// Makes a selector.
    ///
    /// - Parameters:
    ///   - network: a network trained on columns of the same meaning.
    ///   - draws: the number of drawn pairs per photograph, at least 1.
    ///   - votes: the number of columns that a photograph votes for, at least 1; all columns if there are fewer.
    ///   - usesMagnitude: whether an attribution against the class counts like one for it.
    ///   - seed: the seed of the draws.
    /// - Throws: `LearningError.configurationValue`.
    public init(
        network: TrainedNetwork, draws: Int = 200, votes: Int = 500, usesMagnitude: Bool = false, seed: UInt64
    ) throws(LearningError) {
        let counts: [(String, Int, Setting)] = [("number of draws", draws, .draws), ("number of votes", votes, .votes)]
        for (name, value, setting) in counts where value < 1 {
            throw .configurationValue(name: name, value: Double(value), expected: "at least 1", setting: setting)
        }
        self.network = network
        self.draws = draws
        self.votes = votes
        self.usesMagnitude = usesMagnitude
        self.seed = seed
    }

    /// Chooses columns; a column's score is the share of the photographs that vote for it.
    public func select(
        _ count: Int, from data: LabelledColumns, beforeStep: () throws -> Void
    ) throws -> ColumnSelection {
        try ColumnSelection.check(count, of: data.columns)
        var tally = [Int](repeating: 0, count: data.columns)
        var sums = [Double](repeating: 0, count: data.columns)
        for row in 0..<data.rows {
            try beforeStep()
            let values = try attributions(to: row, of: data.features, threads: data.threads).map { usesMagnitude ? abs($0) : $0 }
            for column in values.indices { sums[column] += Double(values[column]) }
            let order = values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
            for column in order.prefix(votes) { tally[column] += 1 }
        }
        let order = tally.indices.sorted { (tally[$0], sums[$0], $1) > (tally[$1], sums[$1], $0) }
        return try ColumnSelection(
            columns: order.prefix(count), scores: tally.map { Double($0) / Double(data.rows) }, sourceWidth: data.columns)
    }

    /// The attributions of one row to its columns, for its predicted class.
    package func attributions(to row: Int, of features: Matrix, threads: Int = 1) throws(LearningError) -> [Float] {
        let logits = try network.logits(for: features.selecting(rows: [row])).elements
        let predicted = logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
        var stream = RandomStream(seed: seed, name: "expected-gradients.\(row)")
        let width = features.columns
        let others = (0..<draws).map { _ in Int.random(in: 0..<features.rows, using: &stream) }
        var points = features.selecting(rows: others)
        let places = others.map { _ in Float(stream.uniform()) }
        let own = Array(features.row(row))
        points.withUnsafeMutableBufferPointer { points in
            for (draw, place) in places.enumerated() {
                for column in 0..<width {
                    points[draw * width + column] += place * (own[column] - points[draw * width + column])
                }
            }
        }
        let gradients = try network.probabilityGradients(at: points, ofClass: predicted, threads: threads)
        var sums = [Float](repeating: 0, count: width)
        gradients.withUnsafeBufferPointer { gradients in
            features.withUnsafeBufferPointer { values in
                for (draw, other) in others.enumerated() {
                    for column in 0..<width {
                        sums[column] += (own[column] - values[other * width + column]) * gradients[draw * width + column]
                    }
                }
            }
        }
        return sums.map { $0 / Float(draws) }
    }
}
