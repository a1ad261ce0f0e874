import Evaluation
import Foundation

/// What a classifier achieved, set by set, beside the published figures.
public enum BenchmarkTable {
    /// One row a set: rates in per cent, `n/a` where a rate has no meaning or nothing was published.
    public static func table(of report: EvaluationReport) -> TextTable {
        var table = TextTable(columns: [
            .init("set", .left), .init("photographs", .right), .init("accuracy %", .right), .init("95 %", .right),
            .init("precision %", .right), .init("recall %", .right), .init("AUC", .right),
            .init("published %", .right), .init("difference", .right),
        ])
        for set in report.sets {
            table.append([
                set.name, "\(set.aesthetic + set.notAesthetic) (\(set.aesthetic)/\(set.notAesthetic))",
                percent(set.accuracy), interval(set.accuracyInterval), percent(set.precision), percent(set.recall),
                number(set.area, "%.4f"), percent(set.publishedAccuracy), points(set.accuracyDifference),
            ])
        }
        return table
    }

    private static func percent(_ rate: Double?) -> String { number(rate.map { 100 * $0 }, "%.2f") }

    /// A difference of rates, in percentage points with its sign.
    private static func points(_ difference: Double?) -> String { number(difference.map { 100 * $0 }, "%+.2f") }

    private static func interval(_ interval: WilsonInterval?) -> String {
        guard let interval else { return "n/a" }
        return String(format: "%.1f-%.1f", 100 * interval.lower, 100 * interval.upper)
    }

    private static func number(_ value: Double?, _ format: String) -> String {
        value.map { String(format: format, $0) } ?? "n/a"
    }
}
