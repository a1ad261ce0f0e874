/// The stages of the pipeline in order, with what each of them made and how long it took.
enum FlowSection {
    /// The most files that a stage shows; the provenance has them all.
    private static let mostFiles = 8

    static func section(_ content: ReportContent) -> ReportSection? {
        let steps = content.flow.filter(\.isOwn).inOrder
        guard !steps.isEmpty else { return nil }
        var stages: [String] = []
        for step in steps where !stages.contains(step.stage) { stages.append(step.stage) }
        let items = stages.map { stage in item(stage, steps.filter { $0.stage == stage }) }
        let untimed = steps.count { $0.seconds == nil }
        let sum = seconds(steps) ?? 0
        let note =
            untimed == 0
            ? "Total time: \(ElapsedTime.words(sum))."
            : untimed == steps.count
                ? "The files do not say how long their commands took."
                : "Total time: \(ElapsedTime.words(sum)), without \(untimed) of \(steps.count) files that do not say how long they took."
        return ReportSection(
            "The flow", [Markup("ol", ["class": "flow"], items), Markup("p", ["class": "faint"], Markup(note))])
    }

    /// The total time of the commands; nil if no time is known.
    ///
    /// If a command wrote several files, the last one counts.
    private static func seconds(_ steps: [ReportStep]) -> Double? {
        let times = Dictionary(grouping: steps.filter { $0.seconds != nil }, by: \.command)
            .values.compactMap { $0.compactMap(\.seconds).max() }
        return times.isEmpty ? nil : times.reduce(0, +)
    }

    private static func item(_ stage: String, _ steps: [ReportStep]) -> Markup {
        let time = seconds(steps).map(ElapsedTime.words)
        let lines = steps.prefix(mostFiles).map { step in
            Markup(
                "li", [:],
                [Markup("strong", [:], .name(step.name)), Markup(": " + step.counts)]
                    + (steps.count > 1 && step.seconds != nil ? [Markup(", " + step.took)] : []))
        }
        let rest = steps.count > mostFiles ? [Markup("li", [:], Markup("and \(steps.count - mostFiles) more files"))] : []
        return Markup(
            "li", [:], Markup("h3", [:], Markup(stage)),
            Markup("p", ["class": "faint"], Markup(time ?? "time unknown")), Markup("ul", [:], lines + rest))
    }
}

extension [ReportStep] {
    /// The steps in the order in which their files were written.
    var inOrder: [ReportStep] { sorted { ($0.created, $0.file) < ($1.created, $1.file) } }
}
