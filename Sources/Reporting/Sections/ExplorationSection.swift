import Exploration

/// What the data sets hold, and which photographs are in them more than once.
enum ExplorationSection {
    /// The most pairs of duplicates, and the most broken files per set, that a page names.
    private static let mostPairs = 50, mostBroken = 100

    static func section(_ content: ReportContent) -> ReportSection? {
        guard let exploration = content.exploration else { return nil }
        return ReportSection("The data", exploration.sets.flatMap(parts) + duplicates(exploration))
    }

    private static func parts(_ set: SetExploration) -> [Markup] {
        let counts = set.classes.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        var parts = [Markup("h3", [:], Markup.name(set.name), Markup(": \(counts)"))]
        parts.append(.table(label: "Measures of \(set.name)", ExplorationTable.measures(of: set), numbersFrom: 2))
        if let ratings = set.ratings {
            parts.append(.table(label: "Ratings of \(set.name)", ExplorationTable.ratings(ratings)))
            parts += Markup.charts([histogram("Mean ratings of \(set.name)", ratings.meanRating)])
        }
        if !set.unreadable.isEmpty {
            let lines = set.unreadable.map { [Markup.name($0.path), Markup(": \($0.reason)")] }
            parts.append(
                Markup(
                    "details", [:], Markup("summary", [:], Markup("\(lines.count) photographs cannot be read")),
                    .list(lines, most: mostBroken)))
        }
        return parts
    }

    private static func words(of pair: DuplicateSearch.Pair) -> [Markup] {
        ExplorationTable.words(of: pair).enumerated().map { $0.isMultiple(of: 2) && $0 < 3 ? .name($1) : Markup($1) }
    }

    /// The outline of a histogram.
    private static func histogram(_ title: String, _ summary: DistributionSummary) -> Markup? {
        let width = (summary.histogramUpper - summary.histogramLower) / Double(summary.histogram.count)
        let steps = summary.histogram.enumerated().flatMap { index, count in
            let left = summary.histogramLower + Double(index) * width
            return [(x: left, y: Double(count)), (x: left + width, y: Double(count))]
        }
        return LineChart(
            title, x: .init("mean rating"), y: .init("photographs", 0...Double(max(1, summary.histogram.max() ?? 1))),
            description: "median \(Rate.number(summary.median, "%.2f")), mean \(Rate.number(summary.mean, "%.2f"))",
            series: [.init("photographs", steps)]
        ).figure
    }

    private static func duplicates(_ exploration: Exploration) -> [Markup] {
        let pairs = exploration.duplicatesByHarm
        guard !pairs.isEmpty else { return [] }
        return [
            Markup("h3", [:], Markup("Duplicates: \(pairs.count) pairs, of which \(exploration.leaks.count) are leaks")),
            .list(pairs.map(words), most: mostPairs),
        ]
    }
}
