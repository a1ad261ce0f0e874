/// The commands by which everything came about, in the order of their time.
enum FlowSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        let steps = content.flow.sorted { ($0.created, $0.file) < ($1.created, $1.file) }
        guard !steps.isEmpty else { return nil }
        let rows = steps.map { step in
            [step.stage, step.file, step.counts, step.created, step.seed.map { "\($0)" } ?? "", step.version]
        }
        let commands = steps.map { Markup("pre", [:], Markup($0.command)) }
        let machines = Set(steps.map(\.machine)).sorted().joined(separator: "; ")
        return ReportSection(
            "How it came about",
            [
                .table(
                    label: "The flow", ["stage", "file", "holds", "written", "seed", "version"], rows, numbersFrom: 6),
                Markup("p", ["class": "faint"], Markup("On \(machines).")),
                Markup("details", [:], [Markup("summary", [:], "The exact commands")] + commands),
            ])
    }
}
