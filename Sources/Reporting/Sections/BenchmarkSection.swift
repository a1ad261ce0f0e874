import Evaluation

/// The results on each set, beside published figures and beside other runs.
enum BenchmarkSection {
    /// The most groups, and the most lines of comparison, that a page shows; the results have them all.
    private static let mostGroups = 200, mostCompared = 1000

    static func section(_ content: ReportContent) -> ReportSection? {
        guard let first = content.results.first else { return nil }
        let hasPublished = first.report.sets.contains { $0.published != nil }
        var parts = [
            Markup.table(
                label: "Results by set", header + (hasPublished ? publishedHeader : []),
                first.report.sets.map { row($0) + (hasPublished ? published($0) : []) }),
            Markup(
                "p", ["class": "faint"],
                Markup(
                    "Rates are in per cent; n/a marks a rate without meaning, such as precision on a set without aesthetic "
                        + "photographs. Intervals are Wilson's 95 % intervals."
                        + (hasPublished ? " Published figures are shown only beside sets of the published size." : ""))),
        ]
        parts.append(Markup("h3", [:], "Probabilities"))
        parts.append(Markup.table(label: "Probabilities by set", probabilityHeader, first.report.sets.map(probabilities)))
        parts.append(Markup("h3", [:], "Verdicts by truth"))
        parts.append(
            Markup.table(
                label: "Verdicts by truth",
                [
                    "set", "aesthetic, found so", "aesthetic, missed", "not aesthetic, found so",
                    "not aesthetic, called aesthetic",
                ], first.report.sets.map(verdicts)))
        parts += ratings(first.report)
        let groups = first.report.sets.flatMap { set in set.groups.map { [set.name, $0.name] + cells($0) } }
        if !groups.isEmpty {
            parts.append(Markup("h3", [:], "By group"))
            parts.append(
                Markup.table(
                    label: "Results by group", ["set", "group", "photographs", "accuracy", "95 %"],
                    Array(groups.prefix(mostGroups)), numbersFrom: 2))
            if groups.count > mostGroups {
                parts.append(Markup("p", ["class": "faint"], Markup("and \(groups.count - mostGroups) more groups")))
            }
        }
        return ReportSection("Benchmarks", parts + comparison(content))
    }

    private static func ratings(_ report: EvaluationReport) -> [Markup] {
        guard let table = RatingTable.table(of: report) else { return [] }
        let parts = [
            Markup("h3", [:], "Ratings"), .table(label: "Correlations with votes", table),
            Markup("p", ["class": "faint"], Markup(RatingTable.note(of: report))),
        ]
        return parts + [RatingTable.scores(of: report).map { .table(label: "Predicted scores", $0) }].compactMap { $0 }
    }

    private static let header = [
        "set", "photographs", "accuracy", "95 %", "majority", "balanced", "precision", "recall", "specificity", "F1", "AUC",
    ]
    private static let probabilityHeader = ["set", "average precision", "calibration error", "Brier", "log-loss"]
    private static let publishedHeader = ["published GA", "published PCA", "difference"]

    private static func row(_ set: SetResult) -> [String] {
        [
            set.name, "\(set.aesthetic + set.notAesthetic) (\(set.aesthetic)/\(set.notAesthetic))",
            Rate.hundredths(set.accuracy), Rate.interval(set.accuracyInterval), Rate.hundredths(set.confusion.majority),
            Rate.hundredths(set.balancedAccuracy),
            Rate.hundredths(set.precision), Rate.hundredths(set.recall), Rate.hundredths(set.specificity),
            Rate.hundredths(set.f1), Rate.number(set.area, "%.4f"),
        ]
    }

    private static func probabilities(_ set: SetResult) -> [String] {
        [
            set.name, Rate.number(set.averagePrecision, "%.4f"),
            Rate.number(set.reliability?.expectedCalibrationError, "%.4f"),
            Rate.number(set.reliability?.brierScore, "%.4f"), Rate.number(set.reliability?.logLoss, "%.4f"),
        ]
    }

    private static func published(_ set: SetResult) -> [String] {
        [
            Rate.hundredths(set.published?.geneticAlgorithm), Rate.hundredths(set.published?.principalComponents),
            Rate.points(set.accuracyDifference),
        ]
    }

    /// The confusion matrix in a line.
    private static func verdicts(_ set: SetResult) -> [String] {
        let matrix = set.confusion
        return [set.name]
            + [matrix.truePositives, matrix.falseNegatives, matrix.trueNegatives, matrix.falsePositives].map { "\($0)" }
    }

    private static func cells(_ group: GroupResult) -> [String] {
        ["\(group.confusion.count)", Rate.hundredths(group.accuracy), Rate.interval(group.accuracyInterval)]
    }

    private static func comparison(_ content: ReportContent) -> [Markup] {
        guard let comparison = content.comparison else { return [] }
        let table = ComparisonTable.table(of: comparison)
        let rest =
            table.rows.count > mostCompared
            ? " \(table.rows.count - mostCompared) more lines are in the comparison that kalon-evaluate prints." : ""
        let lines = [
            Markup("h3", [:], "Runs side by side"),
            .table(
                label: "Runs side by side", table.columns.map(\.title), Array(table.rows.prefix(mostCompared)),
                numbersFrom: 2),
            Markup("p", ["class": "faint"], Markup(ComparisonTable.note + rest)),
        ]
        guard let ratings = ComparisonTable.ratings(of: comparison) else { return lines }
        return lines + [
            .table(label: "Ratings side by side", ratings),
            Markup("p", ["class": "faint"], Markup(ComparisonTable.ratingNote)),
        ]
    }
}
