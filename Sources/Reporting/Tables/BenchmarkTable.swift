import Evaluation

/// What a classifier achieved, set by set, beside the published figures.
public enum BenchmarkTable {
    /// One row a set: rates in per cent, `n/a` where a rate has no meaning or nothing was published.
    public static func table(of report: EvaluationReport) -> TextTable {
        var table = TextTable(columns: [
            .init("set", .left), .init("photographs", .right), .init("accuracy %", .right), .init("95 %", .right),
            .init("precision %", .right), .init("recall %", .right), .init("AUC", .right), .init("ECE", .right),
            .init("published GA", .right), .init("PCA", .right), .init("difference", .right),
        ])
        for set in report.sets {
            table.append([
                set.name, "\(set.aesthetic + set.notAesthetic) (\(set.aesthetic)/\(set.notAesthetic))",
                Rate.hundredths(set.accuracy), Rate.interval(set.accuracyInterval), Rate.hundredths(set.precision),
                Rate.hundredths(set.recall), Rate.number(set.area, "%.4f"),
                Rate.number(set.reliability?.expectedCalibrationError, "%.3f"),
                Rate.hundredths(set.published?.geneticAlgorithm), Rate.hundredths(set.published?.principalComponents),
                Rate.points(set.accuracyDifference),
            ])
        }
        return table
    }

    /// How near predicted ratings are to the votes, one row a set with votes; nil where there is none.
    public static func ratings(of report: EvaluationReport) -> TextTable? {
        let rated = report.sets.compactMap { set in set.ratings.map { (set.name, $0) } }
        guard !rated.isEmpty else { return nil }
        var table = TextTable(columns: [
            .init("set", .left), .init("rated", .right), .init("SRCC", .right), .init("PLCC", .right),
            .init("EMD", .right), .init("mean error", .right), .init("PLCC of deviations", .right),
        ])
        for (name, ratings) in rated {
            table.append([
                name, String(ratings.count), Rate.number(ratings.rankCorrelation, "%.4f"),
                Rate.number(ratings.linearCorrelation, "%.4f"), Rate.number(ratings.earthMoversDistance, "%.4f"),
                Rate.number(ratings.meanError, "%.3f"), Rate.number(ratings.deviationCorrelation, "%.4f"),
            ])
        }
        return table
    }
}
