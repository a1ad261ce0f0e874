import Evaluation

/// The results of a classifier, set by set, beside the published figures.
package enum BenchmarkTable {
    /// The main figures, with one row per set.
    ///
    /// Rates are in per cent; `n/a` marks a rate without meaning or without a published figure. If the classifier was trained
    /// on photographs of a set, a row without them stands above the set's own.
    package static func table(of report: EvaluationReport) -> TextTable {
        var table = TextTable(columns: [
            .init("set", .left), .init("photographs", .right), .init("accuracy %", .right), .init("95 %", .right),
            .init("majority %", .right), .init("precision %", .right), .init("recall %", .right), .init("AUC", .right),
            .init("ECE", .right),
            .init("published GA", .right), .init("PCA", .right), .init("difference", .right),
        ])
        for set in report.sets {
            if let unseen = set.unseen { table.append(row(unseen, of: set)) }
            table.append([
                set.unseen.map { "\(set.name), with \($0.trainedOn) trained on" } ?? set.name,
                "\(set.aesthetic + set.notAesthetic) (\(set.aesthetic)/\(set.notAesthetic))",
                Rate.hundredths(set.accuracy), Rate.interval(set.accuracyInterval), Rate.hundredths(set.confusion.majority),
                Rate.hundredths(set.precision), Rate.hundredths(set.recall), Rate.number(set.area, "%.4f"),
                Rate.number(set.reliability?.expectedCalibrationError, "%.3f"),
                Rate.hundredths(set.published?.geneticAlgorithm), Rate.hundredths(set.published?.principalComponents),
                Rate.points(set.accuracyDifference),
            ])
        }
        return table
    }

    /// The row of the photographs that the classifier was not trained on; it stands above the row of the whole set.
    private static func row(_ unseen: UnseenResult, of set: SetResult) -> [String] {
        [
            "\(set.name), not trained on",
            "\(unseen.aesthetic + unseen.notAesthetic) (\(unseen.aesthetic)/\(unseen.notAesthetic))",
            Rate.hundredths(unseen.accuracy), Rate.interval(unseen.accuracyInterval), Rate.hundredths(unseen.majority),
            Rate.hundredths(unseen.precision), Rate.hundredths(unseen.recall), Rate.number(unseen.area, "%.4f"),
            Rate.number(unseen.reliability?.expectedCalibrationError, "%.3f"), "n/a", "n/a", "n/a",
        ]
    }

    /// Further figures of verdicts and probabilities, with one row per set.
    package static func probabilities(of report: EvaluationReport) -> TextTable {
        var table = TextTable(columns: [
            .init("set", .left), .init("balanced %", .right), .init("specificity %", .right), .init("F1 %", .right),
            .init("average precision", .right), .init("Brier", .right), .init("log-loss", .right), .init("TP", .right),
            .init("FP", .right), .init("TN", .right), .init("FN", .right),
        ])
        for set in report.sets {
            table.append(
                [
                    set.name, Rate.hundredths(set.balancedAccuracy), Rate.hundredths(set.specificity),
                    Rate.hundredths(set.f1), Rate.number(set.averagePrecision, "%.4f"),
                    Rate.number(set.reliability?.brierScore, "%.4f"), Rate.number(set.reliability?.logLoss, "%.4f"),
                ] + counts(of: set.confusion))
        }
        return table
    }

    /// True positives, false positives, true negatives and false negatives, in this order.
    static func counts(of matrix: ConfusionMatrix) -> [String] {
        [matrix.truePositives, matrix.falsePositives, matrix.trueNegatives, matrix.falseNegatives].map { "\($0)" }
    }
}
