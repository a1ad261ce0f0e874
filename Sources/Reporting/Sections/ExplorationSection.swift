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
        var parts = [Markup("h3", [:], Markup.name(set.name), Markup(": \(ExplorationTable.counts(of: set))"))]
        if !set.classes.isEmpty {
            parts.append(.table(label: "Measures of \(set.name)", ExplorationTable.measures(of: set)))
        }
        if let ratings = set.ratings { parts += self.parts(ratings, of: set.name) }
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

    private static func parts(_ ratings: RatingExploration, of set: String) -> [Markup] {
        let charts = [
            HistogramChart(
                "Mean ratings of \(set)", unit: "mean rating", series: [.init("mean rating", ratings.meanRating)]
            ).figure,
            HistogramChart(
                "Number of ratings of \(set)", unit: "number of ratings", series: [.init("number of ratings", ratings.ratings)]
            ).figure,
        ]
        let rows = ExplorationTable.rows(of: ratings).map {
            Markup.table(label: "Rated photographs of \(set)", $0)
        }
        return [
            .table(label: "Ratings of \(set)", ExplorationTable.ratings(ratings)),
            Markup("p", [:], Markup(ExplorationTable.sentence(on: ratings))),
        ] + Markup.charts(charts) + [rows].compactMap { $0 }
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
