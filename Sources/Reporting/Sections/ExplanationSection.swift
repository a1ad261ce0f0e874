import Faults
import Foundation

/// Why photographs got their verdicts.
enum ExplanationSection {
    /// The most rows of a table that are shown at once; the rest is in the files.
    private static let mostRows = 60

    /// One section with all photographs, for a report.
    static func section(_ content: ReportContent) -> ReportSection? {
        ReportSection(
            "Explanations",
            content.explanations.flatMap { photograph in
                [Markup("h3", [:], .name(photograph.path), Markup(": \(photograph.verdict)"))] + parts(of: photograph)
            })
    }

    /// A section for one photograph.
    static func section(_ photograph: ExplainedPhotograph, number: Int) -> ReportSection? {
        let name = photograph.path.pathParts.suffix(2).joined(separator: "/")
        return ReportSection("\(name): \(photograph.verdict)", anchor: "photograph-\(number)", parts(of: photograph))
    }

    private static func parts(of photograph: ExplainedPhotograph) -> [Markup] {
        var parts = photograph.notes.map { Markup("p", [:], Markup($0)) }
        if !photograph.panels.isEmpty {
            parts.append(Markup("div", ["class": "panels"], photograph.panels.map(figure)))
        }
        if let figures = photograph.figures {
            parts.append(.table(label: "Figures of each method for \(photograph.path)", figures))
        }
        parts += Markup.charts(charts(of: photograph))
        if let overlaps = photograph.overlaps {
            parts.append(
                details(
                    "Where the methods agree",
                    [
                        Markup("p", ["class": "faint"], Markup(overlapWords)),
                        .table(label: "Overlap of methods for \(photograph.path)", overlaps),
                    ]))
        }
        parts += photograph.tables.map { title, table in details(title, [shortened(table, title: title)]) }
        return parts
    }

    private static let overlapWords =
        "The share of pixels that both methods point at among those at which either does. A method points at the tenth of the "
        + "pixels with its highest positive values."

    private static func details(_ title: String, _ content: [Markup]) -> Markup {
        Markup("details", [:], [Markup("summary", [:], Markup(title))] + content)
    }

    private static func shortened(_ table: TextTable, title: String) -> Markup {
        guard table.rows.count > mostRows else { return .table(label: title, table) }
        var shown = TextTable(columns: table.columns)
        for row in table.rows.prefix(mostRows) { shown.append(row) }
        let rest = Markup("p", ["class": "faint"], Markup("and \(table.rows.count - mostRows) more rows, in the HDF5 file"))
        return Markup("div", [:], .table(label: title, shown), rest)
    }

    private static func figure(_ panel: ExplainedPhotograph.Panel) -> Markup {
        let kind = panel.image.starts(with: [0x89, 0x50]) ? "png" : "jpeg"
        let image = Markup(
            "img",
            [
                "src": "data:image/\(kind);base64,\(panel.image.base64EncodedString())", "alt": panel.words, "loading": "lazy",
            ])
        var parts = [Markup("figcaption", [:], Markup(panel.title)), image]
        if let scale = panel.scale { parts.append(legend(scale)) }
        if !panel.caption.isEmpty { parts.append(Markup("p", ["class": "faint"], Markup(panel.caption))) }
        return Markup("figure", [:], parts)
    }

    private static func legend(_ scale: ExplainedPhotograph.Scale) -> Markup {
        let colours = scale.colours.map { "rgb(\($0.x) \($0.y) \($0.z))" }
        let bar = Markup(
            "span",
            ["class": "scale", "style": "background: linear-gradient(to right, \(colours.joined(separator: ", ")))"])
        return Markup(
            "div", ["class": "ends"], bar, Markup("span", [:], Markup(scale.first)), Markup("span", [:], Markup(scale.last)))
    }

    private static func charts(of photograph: ExplainedPhotograph) -> [Markup?] {
        guard !photograph.curves.isEmpty else { return [] }
        func chart(_ title: String, _ axis: String, _ values: (ExplainedPhotograph.Curves) -> [Double]) -> Markup? {
            LineChart(
                title, x: .init(axis, 0...1), y: .init(photograph.quantity),
                description: photograph.curves.map { curves in
                    let (first, last) = (values(curves).first ?? 0, values(curves).last ?? 0)
                    return "\(curves.method) from \(Rate.number(first, "%.3f")) to \(Rate.number(last, "%.3f"))"
                }.joined(separator: "; "),
                series: photograph.curves.map { curves in
                    .init(curves.method, zip(curves.shares, values(curves)).map { (x: $0, y: $1) })
                }
            ).figure
        }
        return [
            chart("Deletion: lower is better", "share of pixels deleted", \.deletion),
            chart("Insertion: higher is better", "share of pixels inserted", \.insertion),
        ]
    }
}
