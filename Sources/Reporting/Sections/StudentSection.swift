import Evaluation

/// A student beside its teacher.
enum StudentSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        guard let students = content.results.first?.report.students, !students.isEmpty else { return nil }
        return ReportSection(
            "Student and teacher",
            [
                .table(label: "Student beside teacher", StudentTable.table(of: students)),
                Markup("p", ["class": "faint"], Markup(StudentTable.note)),
            ] + Markup.charts(students.map(chart)))
    }

    /// The first features of a photograph, as the teacher and the student give them.
    static func chart(_ student: StudentComparison) -> Markup? {
        guard let features = student.features else { return nil }
        func line(_ name: String, _ values: [Float]) -> LineChart.Series {
            .init(name, values.enumerated().map { (Double($0.offset + 1), Double($0.element)) })
        }
        return LineChart(
            "Features of \(features.photograph)", x: .init("feature", nil, .whole), y: .init("value"),
            description: "the first \(features.teacher.count) of \(features.columns) features; over all photographs, they differ "
                + "by \(Rate.number(features.difference, "%.5f")) on average",
            series: [line("teacher", features.teacher), line("student", features.student)]
        ).figure
    }
}
