import Evaluation
import Explanation
import Foundation
import Records
import Reporting

/// The figures of explanations as tables.
public enum ExplanationTables {
    private static let absent = "-"

    /// The figures of each method on one photograph.
    package static func figures(of record: ExplanationRecord) -> TextTable {
        var table = TextTable(
            columns: [
                .init("method", .left), .init("deletion", .right), .init("insertion", .right), .init("stability", .right),
                .init("sum off by", .right), .init("seconds", .right), .init("further figures", .left),
            ])
        for method in record.methods {
            table.append([
                method.name, number(method.curves?.deletionArea), number(method.curves?.insertionArea),
                number(method.stability), method.sum.map { brief(abs($0.found - $0.expected)) } ?? absent,
                String(format: "%.2f", method.seconds),
                method.figures.isEmpty
                    ? absent : method.figures.map { "\($0.name) \(brief($0.value))" }.joined(separator: ", "),
            ])
        }
        return table.leavingOut(columnsOf: absent)
    }

    /// How far each pair of methods points at the same place; nil for fewer than two methods.
    package static func overlaps(of record: ExplanationRecord) -> TextTable? {
        guard record.methods.count > 1 else { return nil }
        let attributions = record.methods.map { record.attribution(of: $0) }
        var table = TextTable(
            columns: [.init("method", .left)] + record.methods.map { .init($0.name, .right) })
        for (row, first) in attributions.enumerated() {
            let cells = attributions.enumerated().map { column, second in
                row == column ? absent : number(AttributionAgreement.pointing(first, second))
            }
            table.append([first.method] + cells)
        }
        return table
    }

    /// A table of numbers by part, as text.
    package static func text(_ table: ExplanationRecord.Table) -> TextTable {
        var text = TextTable(columns: [.init(table.part, .left)] + table.columns.map { .init($0, .right) })
        for (row, part) in table.parts.enumerated() {
            let first = row * table.columns.count
            text.append([part] + table.values[first..<first + table.columns.count].map(brief))
        }
        return text
    }

    /// The means of each method over photographs, with their 95 % intervals.
    ///
    /// - Parameters:
    ///   - records: The photographs.
    ///   - methods: The names of the methods, in the order shown.
    ///   - seed: Seeds the resamples.
    /// - Returns: Nil if nothing was measured.
    package static func means(of records: [ExplanationRecord], methods: [String], seed: UInt64) -> TextTable? {
        guard records.contains(where: { $0.methods.contains { $0.curves != nil } }) else { return nil }
        var table = TextTable(
            columns: [
                .init("method", .left), .init("photographs", .right), .init("deletion", .right), .init("insertion", .right),
                .init("stability", .right), .init("sum off by, at most", .right), .init("seconds", .right),
            ])
        for name in methods {
            let found = records.flatMap(\.methods).filter { $0.name == name }
            let gaps = found.compactMap { $0.sum.map { abs($0.found - $0.expected) } }
            func mean(_ values: [Double]) -> String { interval(MeanWithInterval(values, seed: seed)) }
            table.append([
                name, String(found.count), mean(found.compactMap { $0.curves?.deletionArea }),
                mean(found.compactMap { $0.curves?.insertionArea }), mean(found.compactMap(\.stability)),
                gaps.max().map(brief) ?? absent, mean(found.map(\.seconds)),
            ])
        }
        return table
    }

    private static func interval(_ mean: MeanWithInterval?) -> String {
        guard let mean else { return absent }
        let range = mean.interval.map { String(format: " [%.3f, %.3f]", $0.lower, $0.upper) } ?? ""
        return String(format: "%.3f", mean.mean) + range
    }

    private static func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? absent }

    private static func brief(_ value: Double) -> String { String(format: "%.4g", value) }
}
