/// Photographs that could not be read.
enum SkippedSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        let rows = (content.results.first?.report.sets ?? []).flatMap { set in
            set.skipped.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { [set.name, $0.key, "\($0.value)"] }
        }
        return rows.isEmpty
            ? nil
            : ReportSection(
                "Skipped photographs",
                [.table(label: "Skipped photographs", ["set", "reason", "photographs"], rows, numbersFrom: 2)])
    }
}
