import Evaluation

/// A measurement as text for a terminal: one table per subject, leaving out those without content.
package enum MeasurementText {
    /// Warnings first, then the tables of accuracy, probabilities, ratings, robustness and students.
    package static func text(of report: EvaluationReport) -> String {
        let warnings = (report.warnings ?? []).map { "warning: \($0.sentence)\n" }
        var parts = warnings + [BenchmarkTable.table(of: report), BenchmarkTable.probabilities(of: report)].map(\.text)
        if let ratings = RatingTable.table(of: report) { parts += [ratings.text, RatingTable.note(of: report) + "\n"] }
        if let scores = RatingTable.scores(of: report) { parts.append(scores.text) }
        if !report.robustness.isEmpty { parts.append(RobustnessTable.table(of: report.robustness).text) }
        if let published = RobustnessTable.published(of: report.robustness) {
            parts += [published.text, RobustnessTable.publishedNote(of: report.robustness) + "\n"]
        }
        if let students = report.students, !students.isEmpty {
            parts += [StudentTable.table(of: students).text, StudentTable.note + "\n"]
        }
        return parts.joined(separator: "\n")
    }
}
