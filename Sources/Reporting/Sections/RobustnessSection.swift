import Evaluation

/// How perturbations of the photographs change the verdicts.
enum RobustnessSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        let results = content.results.first?.report.robustness ?? []
        guard !results.isEmpty else { return nil }
        return ReportSection(
            "Robustness",
            [
                .table(label: "Robustness", RobustnessTable.table(of: results)),
                Markup(
                    "p", ["class": "faint"],
                    Markup(
                        "Mean change is the mean absolute change of the probability of aesthetic (for mean scores, as a share of the scale). Flipped is the share of verdicts that changed. "
                            + "p is McNemar's exact test against the untouched photographs. Joint pools the six published "
                            + "perturbations: its interval and its p (Durkalski's test) allow for the six verdicts on each photograph."
                    )),
            ] + published(results) + Markup.charts(results.map(curves)))
    }

    private static func published(_ results: [RobustnessResult]) -> [Markup] {
        guard let table = RobustnessTable.published(of: results) else { return [] }
        return [
            Markup("h3", [:], "Beside published figures"),
            .table(label: "Robustness beside published figures", table),
            Markup("p", ["class": "faint"], Markup(RobustnessTable.publishedNote(of: results))),
        ]
    }

    /// Accuracy by strength, for perturbations of several strengths: `jpeg-90`, `jpeg-70`, ….
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
