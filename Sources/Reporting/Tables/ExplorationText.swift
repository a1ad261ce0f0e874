import Exploration
import Faults
import Foundation

/// An exploration as text for a terminal.
package enum ExplorationText {
    /// The most pairs of duplicates that are shown; the JSON file has them all.
    private static let mostPairs = 20

    /// The tables of every set, followed by the duplicates.
    package static func text(of exploration: Exploration) -> String {
        let parts = exploration.sets.flatMap(parts) + duplicates(exploration)
        return parts.joined(separator: "\n\n")
    }

    private static func parts(_ set: SetExploration) -> [String] {
        let counts = set.classes.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        var parts = ["\(set.name): \(counts.isEmpty ? "no readable photographs" : counts)".shown]
        if !set.classes.isEmpty { parts.append(ExplorationTable.measures(of: set).text) }
        if let ratings = set.ratings { parts.append(ExplorationTable.ratings(ratings).text) }
        if !set.unreadable.isEmpty {
            let lines = set.unreadable.map { "  \($0.path): \($0.reason)".shown }
            parts.append("\(set.unreadable.count) cannot be read:\n" + lines.joined(separator: "\n"))
        }
        return parts
    }

    private static func duplicates(_ exploration: Exploration) -> [String] {
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
        var table = TextTable(columns: [.init("ratings", .left)] + columns)
        table.append(["number of ratings"] + cells(ratings.ratings))
        table.append(["mean rating"] + cells(ratings.meanRating))
        return table
    }

    private static let columns: [TextTable.Column] =
        ["minimum", "lower quartile", "median", "mean", "upper quartile", "maximum"].map { .init($0, .right) }

    /// Numbers with enough decimals to give the largest four digits, so that a row can be compared.
    private static func cells(_ summary: DistributionSummary) -> [String] {
        let largest = max(abs(summary.minimum), abs(summary.maximum))
        let decimals = largest > 0 ? min(6, max(0, 3 - Int(floor(log10(largest))))) : 0
        return [
            summary.minimum, summary.lowerQuartile, summary.median, summary.mean, summary.upperQuartile,
            summary.maximum,
        ].map { String(format: "%.\(decimals)f", $0) }
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
