import Evaluation

/// Tables of several runs on the same sets.
package enum ComparisonTable {
    /// An explanation of the table for its readers.
    package static let note =
        "p is McNemar's exact test against the first run that has the set, on the photographs that both runs judged: the "
        + "probability of a difference this large if both were equally good. Only first and only this count the photographs that only that run got right."

    /// An explanation of the table of ratings for its readers.
    package static let ratingNote =
        "Differences are from the first run, on the photographs with votes that both runs judged, with 95 % intervals by 2000 "
        + "resamples. An interval without 0 means that the difference is more than chance."

    /// Correlations with mean votes, with one row per set and run; nil without votes.
    package static func ratings(of comparison: RunComparison) -> TextTable? {
        var table = TextTable(columns: [
            .init("set", .left), .init("run", .left), .init("SRCC", .right), .init("difference", .right),
            .init("95 %", .right), .init("PLCC", .right), .init("difference", .right), .init("95 %", .right),
        ])
        for set in comparison.sets {
            for (run, entry) in zip(comparison.runs, set.entries) {
                guard let entry, entry.rankCorrelation != nil || entry.linearCorrelation != nil else { continue }
                let ratings = entry.difference?.ratings
                table.append([
                    set.name, run, Rate.number(entry.rankCorrelation, "%.4f"),
                    ratings.map { Rate.number($0.rank, "%+.4f") } ?? "", ratings.map { Rate.interval($0.rankInterval) } ?? "",
                    Rate.number(entry.linearCorrelation, "%.4f"), ratings.map { Rate.number($0.linear, "%+.4f") } ?? "",
                    ratings.map { Rate.interval($0.linearInterval) } ?? "",
                ])
            }
        }
        return table.rows.isEmpty ? nil : table
    }

    /// Accuracies and areas, with one row per set and run.
    package static func table(of comparison: RunComparison) -> TextTable {
        var table = TextTable(columns: [
            .init("set", .left), .init("run", .left), .init("photographs", .right), .init("accuracy %", .right),
            .init("95 %", .right), .init("AUC", .right), .init("only first", .right), .init("only this", .right),
            .init("p", .right),
        ])
        for set in comparison.sets {
            for (run, entry) in zip(comparison.runs, set.entries) {
                guard let entry else { continue }
                let test = entry.difference?.test
                table.append([
                    set.name, run, "\(entry.count)", Rate.hundredths(entry.accuracy), Rate.interval(entry.accuracyInterval),
                    Rate.number(entry.area, "%.4f"), test.map { "\($0.onlyFirstRight)" } ?? "",
                    test.map { "\($0.onlySecondRight)" } ?? "", entry.difference.map { Rate.pValue($0.pValue) } ?? "",
                ])
            }
        }
        return table
    }
}
