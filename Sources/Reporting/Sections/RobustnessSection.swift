import Evaluation

/// What perturbations of the photographs do to verdicts.
enum RobustnessSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        let results = content.results.first?.report.robustness ?? []
        guard !results.isEmpty else { return nil }
        let table = RobustnessTable.table(of: results)
        return ReportSection(
            "Robustness",
            [
                .table(label: "Robustness", table.columns.map(\.title), table.rows, numbersFrom: 2),
                Markup(
                    "p", ["class": "faint"],
                    Markup(
                        "Mean change is that of the probability of aesthetic (of mean scores, as a share of the scale); flipped, the part of verdicts that turned over; "
                            + "p, McNemar's exact test against the untouched photographs. Joint pools "
                            + "the six published ones.")),
            ] + Markup.charts(results.map(curves)))
    }

    /// Accuracy by strength, for what is done in several: `jpeg-90`, `jpeg-70`, ….
    private static func curves(_ result: RobustnessResult) -> Markup? {
        var kinds: [(name: String, accuracies: [Double])] = []
        for perturbation in result.perturbations {
            guard let dash = perturbation.name.lastIndex(of: "-"), let accuracy = perturbation.accuracy else { continue }
            let name = String(perturbation.name[..<dash])
            if let place = kinds.firstIndex(where: { $0.name == name }) {
                kinds[place].accuracies.append(accuracy)
            } else {
                kinds.append((name, [accuracy]))
            }
        }
        return LineChart(
            "Accuracy by strength: \(result.name)", x: .init("strength (1: weakest)", nil, .whole), y: .init("accuracy", 0...1),
            description: kinds.map { "\($0.name): \(Rate.percent($0.accuracies.last)) at the strongest" }
                .joined(separator: "; "),
            series: kinds.map { kind in
                .init(kind.name, kind.accuracies.enumerated().map { (Double($0.offset + 1), $0.element) })
            }
        ).figure
    }
}
