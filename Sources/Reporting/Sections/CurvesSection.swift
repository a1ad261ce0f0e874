import Evaluation

/// How well the classifier ranks, and how reliable its probabilities are: ROC, precision and recall, reliability.
enum CurvesSection {
    /// The most sets that have curves.
    private static let mostSets = 30

    static func section(_ content: ReportContent) -> ReportSection? {
        let all = content.results.first?.report.sets ?? []
        let sets = Array(all.prefix(mostSets))
        let note =
            all.count > mostSets
            ? [Markup("p", ["class": "faint"], Markup("Curves are shown for the first \(mostSets) of \(all.count) sets."))] : []
        // One chart has as many sets as there are colours.
        let parts = stride(from: 0, to: sets.count, by: ChartPlane.colourCount).map { first in
            Array(sets[first..<min(first + ChartPlane.colourCount, sets.count)])
        }
        return ReportSection(
            "Curves", note + parts.flatMap { Markup.charts([receiverOperating($0), precisionRecall($0), reliability($0)]) })
    }

    private static func receiverOperating(_ sets: [SetResult]) -> Markup? {
        let ranked = sets.filter { $0.area != nil }
        guard !ranked.isEmpty else { return nil }
        let series = ranked.map { set in
            let curve = set.curve
            let points = curve.points.map { point in
                (
                    x: Double(point.falsePositives) / Double(curve.negatives),
                    y: Double(point.truePositives) / Double(curve.positives)
                )
            }
            return LineChart.Series("\(set.name), AUC \(Rate.number(set.area, "%.3f"))", [(0, 0)] + points)
        }
        return LineChart(
            "Receiver operating characteristic", x: .init("false positive rate", 0...1),
            y: .init("true positive rate", 0...1),
            description: ranked.map { "\($0.name): area \(Rate.number($0.area, "%.3f"))" }.joined(separator: "; "),
            series: [.init("chance", [(0, 0), (1, 1)], style: .reference)] + series
        ).figure
    }

    private static func precisionRecall(_ sets: [SetResult]) -> Markup? {
        let ranked = sets.filter { $0.averagePrecision != nil }
        let series = ranked.map { set in
            let curve = set.curve
            let points = curve.points.map { point in
                (
                    x: Double(point.truePositives) / Double(curve.positives),
                    y: Double(point.truePositives) / Double(point.truePositives + point.falsePositives)
                )
            }
            return LineChart.Series(
                "\(set.name), average precision \(Rate.number(set.averagePrecision, "%.3f"))", points)
        }
        return LineChart(
            "Precision and recall", x: .init("recall", 0...1), y: .init("precision", 0...1),
            description: ranked.map { "\($0.name): average precision \(Rate.number($0.averagePrecision, "%.3f"))" }
                .joined(separator: "; "), series: series
        ).figure
    }

    private static func reliability(_ sets: [SetResult]) -> Markup? {
        let judged =
            sets.compactMap { set in set.reliability.map { (set.name, $0) } }
            + sets.compactMap { set in set.ratings?.scores?.reliability.map { ("\(set.name), votes", $0) } }
        guard !judged.isEmpty else { return nil }
        let series = judged.map { name, reliability in
            LineChart.Series(
                "\(name), calibration error \(Rate.number(reliability.expectedCalibrationError, "%.3f"))",
                reliability.bins.map { ($0.meanProbability, $0.share) })
        }
        return LineChart(
            "Reliability", x: .init("probability of aesthetic", 0...1), y: .init("share that is aesthetic", 0...1),
            description: judged.map { name, reliability in
                "\(name): expected calibration error \(Rate.number(reliability.expectedCalibrationError, "%.3f"))"
            }.joined(separator: "; "),
            series: [.init("true probabilities", [(0, 0), (1, 1)], style: .reference)] + series
        ).figure
    }
}
