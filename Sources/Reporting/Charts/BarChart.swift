import Foundation

/// Shares as horizontal bars, each with its name and a note: a table that can be taken in at a glance.
package struct BarChart: Sendable {
    /// One bar of the chart.
    package struct Bar: Sendable {
        /// What the bar stands for.
        package let name: String
        /// The filled part of the bar, in [0, 1].
        package let share: Double
        /// The share in numbers, shown beside the bar.
        package let note: String

        /// Makes a bar.
        ///
        /// - Parameters:
        ///   - name: what the bar stands for.
        ///   - share: the filled part; the drawing limits it to [0, 1].
        ///   - note: the share in numbers.
        package init(_ name: String, share: Double, note: String) {
            self.name = name
            self.share = share
            self.note = note
        }
    }

    private let title: String
    private let bars: [Bar]

    /// Makes a chart whose bars appear in the order given.
    ///
    /// - Parameters:
    ///   - title: the caption.
    ///   - bars: the bars, from top to bottom.
    package init(_ title: String, bars: [Bar]) {
        self.title = title
        self.bars = bars
    }

    /// The chart; nil if there are no bars.
    package var figure: Markup? {
        guard !bars.isEmpty else { return nil }
        let rows = bars.map { bar in
            let width = String(format: "%.2f", 100 * min(1, max(0, bar.share)))
            let drawing = Markup(
                "svg", ["viewBox": "0 0 100 8", "preserveAspectRatio": "none", "class": "bar", "aria-hidden": "true"],
                Markup("rect", ["width": "100", "height": "8", "class": "whole"]),
                Markup("rect", ["width": width, "height": "8", "class": "part"]))
            return Markup(
                "tr", [:], Markup("th", ["scope": "row"], Markup(bar.name)), Markup("td", ["class": "wide"], drawing),
                Markup("td", ["class": "number"], Markup(bar.note)))
        }
        return Markup(
            "figure", [:], Markup("figcaption", [:], Markup(title)),
            Markup(
                "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": title],
                Markup("table", ["class": "bars"], rows)))
    }
}
