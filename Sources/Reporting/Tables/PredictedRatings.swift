import Evaluation
import Exploration

/// Mean ratings of the photographs of a set, as votes give them and as a classifier predicts them.
package struct PredictedRatings: Sendable {
    /// A photograph with both mean ratings.
    package struct Row: Sendable, Equatable {
        /// The path relative to the set.
        package let path: String
        /// The mean of the votes.
        package let voted: Double
        /// The predicted mean.
        package let predicted: Double

        /// Makes a row.
        ///
        /// - Parameters:
        ///   - path: the path relative to the set.
        ///   - voted: the mean of the votes.
        ///   - predicted: the predicted mean.
        package init(path: String, voted: Double, predicted: Double) {
            self.path = path
            self.voted = voted
            self.predicted = predicted
        }
    }

    private let name: String
    private let rows: [Row]
    private let voted: DistributionSummary
    private let predicted: DistributionSummary

    /// Summarises the mean ratings of a set; nil without photographs.
    ///
    /// - Parameters:
    ///   - name: the set's name.
    ///   - rows: its photographs.
    ///   - scores: the number of scores, from 1 on; at least 2.
    package init?(_ name: String, _ rows: [Row], scores: Int) {
        func summary(_ values: [Double]) -> DistributionSummary? {
            DistributionSummary(values, bins: 4 * (scores - 1), range: 1...Double(scores))
        }
        guard let voted = summary(rows.map(\.voted)), let predicted = summary(rows.map(\.predicted)) else { return nil }
        self.name = name
        self.rows = rows
        self.voted = voted
        self.predicted = predicted
    }

    /// The same from results; nil unless a classifier predicted ratings of the set and its votes are known.
    ///
    /// - Parameters:
    ///   - set: the results.
    ///   - scores: the number of scores that the classifier predicts.
    init?(_ set: SetResult, scores: Int) {
        guard !set.areProbabilities, set.ratings?.scores != nil, scores > 1 else { return nil }
        let rows = set.photographs.compactMap { photograph in
            photograph.meanVote.map { voted in
                Row(path: photograph.path, voted: voted, predicted: 1 + photograph.probability * Double(scores - 1))
            }
        }
        self.init(set.name, rows, scores: scores)
    }

    /// Both histograms on one axis.
    package var figure: Markup? {
        HistogramChart(
            "Mean ratings of \(name)", unit: "mean rating", series: [.init("votes", voted), .init("predictions", predicted)]
        ).figure
    }

    /// How far both distributions spread.
    package var table: TextTable {
        ExplorationTable.summaries("mean rating", [("votes", voted), ("predictions", predicted)])
    }

    /// How many photographs the votes and the predictions put into the tails, which begin at the fences of the votes.
    package var sentence: String {
        func share(_ count: Int) -> String { Rate.percent(Double(count) / Double(rows.count)) }
        let fences = voted.fences
        func tails(_ value: (Row) -> Double) -> String {
            "\(share(rows.count { value($0) < fences.lowerBound })) of the photographs below "
                + "\(Rate.number(fences.lowerBound, "%.2f")) and \(share(rows.count { value($0) > fences.upperBound })) above "
                + Rate.number(fences.upperBound, "%.2f")
        }
        return "Votes put \(tails(\.voted)); predictions put \(tails(\.predicted))."
    }

    /// The photographs with the highest and the lowest predictions, the most extreme first.
    ///
    /// - Parameter count: the most photographs of each kind.
    package func extremes(_ count: Int) -> TextTable {
        var table = TextTable(columns: [
            .init("predicted", .left), .init("photograph", .left), .init("prediction", .right), .init("votes", .right),
            .init("difference", .right),
        ])
        let order = rows.indices.sorted { (rows[$0].predicted, $0) < (rows[$1].predicted, $1) }
        for (kind, places) in [("best", Array(order.reversed().prefix(count))), ("worst", Array(order.prefix(count)))] {
            for row in places.map({ rows[$0] }) {
                table.append([
                    kind, row.path, Rate.number(row.predicted, "%.2f"), Rate.number(row.voted, "%.2f"),
                    Rate.number(row.predicted - row.voted, "%+.2f"),
                ])
            }
        }
        return table
    }
}
