/// The commands that led to the results, in order of time, and the files that they read.
enum ProvenanceSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        let steps = content.flow.inOrder
        guard !steps.isEmpty else { return nil }
        let rows = steps.map { step in
            [
                step.stage, step.file, step.counts, step.took, step.created, step.seed.map { "\($0)" } ?? "",
                "\(step.threads)", step.version,
            ]
        }
        let commands = steps.map { Markup("pre", [:], Markup($0.command)) }
        let machines = Set(steps.map(\.machine)).sorted().joined(separator: "; ")
        return ReportSection(
            "How the results came about",
            [
                .table(
                    label: "Every file with its origin",
                    ["stage", "file", "holds", "took", "written", "seed", "threads", "version"], rows, numbersFrom: 3),
                Markup("p", ["class": "faint"], Markup("Machine: \(machines). Times are wall-clock times.")),
                Markup("details", [:], [Markup("summary", [:], "The exact commands")] + commands),
            ] + inputs(steps))
    }

    private static func inputs(_ steps: [ReportStep]) -> [Markup] {
        var seen = Set<ReportStep.Input>()
        let inputs = steps.flatMap(\.inputs).filter { seen.insert($0).inserted }
        guard !inputs.isEmpty else { return [] }
        let rows = inputs.map { [$0.path, $0.digest] }
        return [
            Markup(
                "details", [:], Markup("summary", [:], "The files that were read, with their SHA-256"),
                .table(label: "Files that were read", ["file", "SHA-256"], rows, numbersFrom: 2))
        ]
    }
}
