import Foundation

/// A report as one self-contained HTML file: it loads nothing from the network and runs no script.
package struct ReportPage: Sendable {
    private let content: ReportContent

    /// Makes the page of the given content.
    package init(_ content: ReportContent) { self.content = content }

    /// The bytes of the HTML file.
    package var html: Data {
        PageFrame.html(title: content.title, header: [headline] + warning, sections: sections)
    }

    /// The sections of the report, without those for which nothing was stored.
    private var sections: [ReportSection] {
        [
            FlowSection.section(content), BenchmarkSection.section(content), CurvesSection.section(content),
            PredictedRatingsSection.section(content), ExplorationSection.section(content), HistorySection.training(content),
            HistorySection.search(content), SelectionSection.section(content), HistorySection.scree(content),
            RobustnessSection.section(content), StudentSection.section(content), PhotographSection.section(content),
            ExplanationSection.section(content), SkippedSection.section(content), ProvenanceSection.section(content),
        ].compactMap { $0 }
    }

    /// Warnings about the figures: those of the measurement first, then those of the training.
    private var warning: [Markup] {
        var lines: [String] = []
        if !content.randomNetworks.isEmpty {
            let networks = content.randomNetworks.joined(separator: " and ")
            lines.append(
                "The weights of \(networks) are random: these figures show that the pipeline works, but say nothing about beauty."
            )
        }
        for warning in (content.results.first?.report.warnings ?? []) + content.warnings where warning.kind != .randomWeights {
            let line = "Warning: \(warning.sentence)."
            if !lines.contains(line) { lines.append(line) }
        }
        return lines.map { Markup("p", [:], Markup($0)) }
    }

    /// The figures that a reader wants first: one accuracy per set.
    private var headline: Markup {
        let sets = content.results.first?.report.sets ?? []
        return Markup(
            "ul", ["class": "facts"],
            sets.map { set in
                let interval =
                    (set.unseen.map(\.accuracyInterval) ?? set.accuracyInterval).map { ", 95 % interval \(Rate.interval($0))" }
                    ?? ""
                let majority =
                    (set.unseen.map(\.majority) ?? set.confusion.majority).map { ", \(Rate.percent($0)) of one class" } ?? ""
                let which =
                    set.unseen.map { "\($0.aesthetic + $0.notAesthetic) photographs that it was not trained on" }
                    ?? "\(set.aesthetic + set.notAesthetic) photographs"
                return Markup(
                    "li", [:], Markup("strong", [:], Markup(Rate.percent(set.unseen.map(\.accuracy) ?? set.accuracy))),
                    Markup("accuracy on "), .name(set.name), Markup(", \(which)\(interval)\(majority)"))
            })
    }
}

/// A section of the page with a heading.
struct ReportSection {
    let title: String
    let anchor: String
    let parts: [Markup]

    /// Makes a section; nil without parts, because a heading alone says nothing.
    ///
    /// - Parameters:
    ///   - title: the heading.
    ///   - anchor: the name by which links refer to it; nil to make it from the heading.
    ///   - parts: what is below the heading.
    init?(_ title: String, anchor: String? = nil, _ parts: [Markup]) {
        guard !parts.isEmpty else { return nil }
        self.title = title
        self.anchor = anchor ?? title.lowercased().replacing(" ", with: "-")
        self.parts = parts
    }

    var markup: Markup { Markup("section", ["id": anchor], [Markup("h2", [:], Markup(title))] + parts) }
}

extension Markup {
    /// A table that scrolls on its own if the page is narrower; the first column names the row.
    static func table(label: String, _ header: [String], _ rows: [[String]], numbersFrom firstNumber: Int = 1) -> Markup {
        table(label: label, header, rows) { $0 >= firstNumber }
    }

    private static func table(
        label: String, _ header: [String], _ rows: [[String]], isNumber: (_ column: Int) -> Bool
    ) -> Markup {
        func kind(_ index: Int) -> String? { isNumber(index) ? "number" : nil }
        let head = header.enumerated().map { Markup("th", ["scope": "col", "class": kind($0)], Markup($1)) }
        let body = rows.map { row in
            Markup(
                "tr", [:],
                row.enumerated().map { index, cell in
                    index == 0
                        ? Markup("th", ["scope": "row"], Markup(cell)) : Markup("td", ["class": kind(index)], Markup(cell))
                })
        }
        return Markup(
            "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": label],
            Markup("table", [:], Markup("thead", [:], Markup("tr", [:], head)), Markup("tbody", [:], body)))
    }

    /// The same from a table of text: what is set to the right are numbers.
    static func table(label: String, _ table: TextTable) -> Markup {
        .table(label: label, table.columns.map(\.title), table.rows) { table.columns[$0].alignment == .right }
    }

    /// A list of at most `most` lines, followed by the number of lines left out.
    static func list(_ lines: [[Markup]], most: Int) -> Markup {
        let rest = lines.count > most ? [[Markup("and \(lines.count - most) more")]] : []
        return Markup("ul", [:], (lines.prefix(most) + rest).map { Markup("li", [:], $0) })
    }

    /// Charts side by side if there is room.
    static func charts(_ figures: [Markup?]) -> [Markup] {
        let figures = figures.compactMap { $0 }
        return figures.isEmpty ? [] : [Markup("div", ["class": "charts"], figures)]
    }
}
