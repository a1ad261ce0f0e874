import Evaluation

/// How close predictions are to votes, set by set.
package enum RatingTable {
    /// Correlations with mean scores, with one row per set that has votes; nil if none has.
    package static func table(of report: EvaluationReport) -> TextTable? {
        let rated = rated(report)
        guard !rated.isEmpty else { return nil }
        let isMapped = rated.contains { $0.ratings.mapped != nil }
        let mappedColumns: [TextTable.Column] = ["PLCC mapped", "RMSE mapped", "MAE mapped"].map { .init($0, .right) }
        var table = TextTable(
            columns: [
                .init("set", .left), .init("rated", .right), .init("SRCC", .right), .init("95 %", .right),
                .init("PLCC", .right), .init("95 %", .right), .init("KRCC", .right),
            ] + (isMapped ? mappedColumns : []))
        for (name, ratings) in rated {
            let mapped = [
                Rate.number(ratings.mapped?.linearCorrelation, "%.4f"),
                Rate.number(ratings.mapped?.rootMeanSquareError, "%.4f"), Rate.number(ratings.mapped?.meanError, "%.4f"),
            ]
            table.append(
                [
                    name, String(ratings.count), Rate.number(ratings.rankCorrelation, "%.4f"),
                    Rate.interval(ratings.rankInterval), Rate.number(ratings.linearCorrelation, "%.4f"),
                    Rate.interval(ratings.linearInterval), Rate.number(ratings.kendallCorrelation, "%.4f"),
                ] + (isMapped ? mapped : []))
        }
        return table
    }

    /// How good predicted distributions of votes are, with one row per set; nil if nothing predicts them.
    package static func scores(of report: EvaluationReport) -> TextTable? {
        let scored = rated(report).compactMap { set in set.ratings.scores.map { (set.name, $0) } }
        guard !scored.isEmpty else { return nil }
        var table = TextTable(columns: [
            .init("set", .left), .init("RMSE", .right), .init("MAE", .right), .init("EMD r=1", .right),
            .init("EMD r=2", .right), .init("PLCC of deviations", .right), .init("SRCC of deviations", .right),
            .init("threshold", .right), .init("accuracy %", .right), .init("95 %", .right), .init("ECE of votes", .right),
        ])
        for (name, scores) in scored {
            table.append([
                name, Rate.number(scores.rootMeanSquareError, "%.4f"), Rate.number(scores.meanError, "%.4f"),
                Rate.number(scores.earthMoversDistance, "%.4f"), Rate.number(scores.quadraticEarthMoversDistance, "%.4f"),
                Rate.number(scores.deviationCorrelation, "%.4f"), Rate.number(scores.deviationRankCorrelation, "%.4f"),
                Rate.number(scores.threshold, "%g"), Rate.hundredths(scores.accuracy),
                Rate.interval(scores.accuracyInterval), Rate.number(scores.reliability?.expectedCalibrationError, "%.3f"),
            ])
        }
        return table
    }

    /// An explanation of the correlations for their readers.
    package static func note(of report: EvaluationReport) -> String {
        let mapping = rated(report).compactMap(\.ratings.mapped).first.map { mapped in
            " Mapped figures are taken after fitting a logistic curve with \(mapped.mapping.form.rawValue) parameters to the whole set."
        }
        return "SRCC, PLCC and KRCC are Spearman's, Pearson's and Kendall's (tau-b) correlations of predictions with mean votes, "
            + "without mapping; the 95 % intervals come from 2000 resamples of the photographs." + (mapping ?? "")
    }

    private static func rated(_ report: EvaluationReport) -> [(name: String, ratings: RatingEvaluation)] {
        report.sets.compactMap { set in set.ratings.map { (set.name, $0) } }
    }
}
