import Exploration
import Faults
import Foundation

/// An exploration as text for a terminal.
package enum ExplorationText {
    /// The most pairs of duplicates, and the most broken files of a set, that are shown; the JSON file has them all.
    private static let mostPairs = 20, mostBroken = 100

    /// The tables of every set, followed by the duplicates.
    package static func text(of exploration: Exploration) -> String {
        let parts = exploration.sets.flatMap(parts) + duplicates(exploration)
        return parts.joined(separator: "\n\n")
    }

    private static func parts(_ set: SetExploration) -> [String] {
        var parts = ["\(set.name): \(ExplorationTable.counts(of: set))".shown]
        if !set.classes.isEmpty { parts.append(ExplorationTable.measures(of: set).text) }
        if let ratings = set.ratings { parts += self.parts(ratings) }
        if !set.unreadable.isEmpty {
            var lines = set.unreadable.prefix(mostBroken).map { "  \($0.path): \($0.reason)".shown }
            let rest = set.unreadable.count - lines.count
            if rest > 0 { lines.append("  and \(rest) more, which the file of results lists") }
            parts.append("\(set.unreadable.count) cannot be read:\n" + lines.joined(separator: "\n"))
        }
        return parts
    }

    private static func parts(_ ratings: RatingExploration) -> [String] {
        [ExplorationTable.ratings(ratings).text, ExplorationTable.sentence(on: ratings)]
            + [ExplorationTable.rows(of: ratings).map(\.text)].compactMap { $0 }
    }

    private static func duplicates(_ exploration: Exploration) -> [String] {
        guard exploration.sets.contains(where: { $0.withoutPictures == nil }) else { return [] }
        let pairs = exploration.duplicatesByHarm
        guard !pairs.isEmpty else { return ["There are no duplicate photographs."] }
        let exact = pairs.count(where: \.isExact), leaks = exploration.leaks.count
        let contradictions = pairs.count(where: \.contradicts)
        var lines = [
            "\(exact) pairs of identical files and \(pairs.count - exact) pairs of photographs that look the same; \(leaks) are leaks "
                + "between sets, and \(contradictions) have two different labels:"
        ]
        lines += pairs.prefix(mostPairs).map { "  " + ExplorationTable.words(of: $0).joined().shown }
        if pairs.count > mostPairs { lines.append("  and \(pairs.count - mostPairs) more, which the file of results lists") }
        return [lines.joined(separator: "\n")]
    }
}

/// The tables of an exploration.
enum ExplorationTable {
    /// How many photographs a set has.
    static func counts(of set: SetExploration) -> String {
        if let count = set.withoutPictures { return "\(count) photographs without pictures; only their ratings are examined" }
        let counts = set.classes.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        return counts.isEmpty ? "no readable photographs" : counts
    }

    /// Quartiles and mean of every measure, class by class.
    static func measures(of set: SetExploration) -> TextTable {
        var table = TextTable(columns: [.init("measure", .left), .init("class", .left)] + columns)
        for index in set.classes.first?.measures.indices ?? 0..<0 {
            for part in set.classes {
                let measure = part.measures[index]
                table.append([measure.name, part.name] + cells(measure.summary))
            }
        }
        return table
    }

    static func ratings(_ ratings: RatingExploration) -> TextTable {
        summaries("ratings", [("number of ratings", ratings.ratings), ("mean rating", ratings.meanRating)])
    }

    /// One row for each summary, under the heading `title`.
    static func summaries(_ title: String, _ summaries: [(name: String, summary: DistributionSummary)]) -> TextTable {
        var table = TextTable(columns: [.init(title, .left)] + columns)
        for (name, summary) in summaries { table.append([name] + cells(summary)) }
        return table
    }

    /// Which share of the photographs is in each range of the mean rating, and how many are outliers.
    static func sentence(on ratings: RatingExploration) -> String {
        let means = ratings.meanRating
        let shares = (ratings.ranges ?? []).map { range in
            "\(Rate.percent(Double(range.count) / Double(means.count))) from \(range.lowest.briefly) to \(range.highest.briefly)"
        }
        let ranges = shares.isEmpty ? [] : ["The shares of mean ratings are \(shares.joined(separator: " and "))."]
        let outliers = means.outliers.map { outliers in
            "\(outliers.below) below \(Rate.number(means.fences.lowerBound, "%.2f")) and \(outliers.above) above "
                + "\(Rate.number(means.fences.upperBound, "%.2f")) are outliers, more than 1.5 interquartile ranges from the quartiles."
        }
        return (ranges + [outliers].compactMap { $0 }).joined(separator: " ")
    }

    /// The best and the worst rated photographs, and examples; nil if the exploration lists none.
    static func rows(of ratings: RatingExploration) -> TextTable? {
        guard let rows = ratings.rows else { return nil }
        var table = TextTable(columns: [
            .init("rated", .left), .init("photograph", .left), .init("ratings", .right), .init("mean", .right),
            .init("deviation", .right), .init("votes for 1, 2, …", .left),
        ])
        for (kind, rows) in [("best", rows.best), ("worst", rows.worst), ("example", rows.examples)] {
            for row in rows {
                table.append([
                    kind, row.path, count(row.ratings), Rate.number(row.mean, "%.2f"), Rate.number(row.deviation, "%.2f"),
                    row.votes.map(count).joined(separator: " "),
                ])
            }
        }
        return table.rows.isEmpty ? nil : table
    }

    /// A number of votes, or a share of them.
    private static func count(_ votes: Double) -> String {
        String(format: votes == votes.rounded() ? "%.0f" : "%.3g", votes)
    }

    private static let columns: [TextTable.Column] =
        [
            "minimum", "lower quartile", "median", "mean", "upper quartile", "maximum", "deviation", "outliers below",
            "outliers above",
        ].map { .init($0, .right) }

    /// Numbers with enough decimals to give the largest four digits, so that a row can be compared.
    private static func cells(_ summary: DistributionSummary) -> [String] {
        let largest = max(abs(summary.minimum), abs(summary.maximum))
        let decimals = largest > 0 ? min(6, max(0, 3 - Int(floor(log10(largest))))) : 0
        let numbers = [
            summary.minimum, summary.lowerQuartile, summary.median, summary.mean, summary.upperQuartile, summary.maximum,
            summary.deviation,
        ]
        return numbers.map { Rate.number($0, "%.\(decimals)f") }
            + [summary.outliers?.below, summary.outliers?.above].map { $0.map { "\($0)" } ?? "n/a" }
    }

    /// The first photograph, a word, the second photograph, and how they are related.
    static func words(of pair: DuplicateSearch.Pair) -> [String] {
        let kind = pair.isExact ? "identical" : "\(pair.distance) bits apart"
        let notes = [pair.isLeak ? "leak" : nil, pair.contradicts ? "two labels" : nil].compactMap { $0 }
        let note = notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))"
        return [
            "\(pair.firstPart)/\(pair.firstPath)", " and ", "\(pair.secondPart)/\(pair.secondPath)", ": \(kind)\(note)",
        ]
    }
}
