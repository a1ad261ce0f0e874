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
}
