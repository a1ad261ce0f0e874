import Foundation

/// Parts of wholes as horizontal bars, each with its words: a table that can be seen at a glance.
public struct BarChart: Sendable {
    public struct Bar: Sendable {
        public let name: String
        /// In [0, 1].
        public let share: Double
        /// What the bar stands for in numbers.
        public let note: String

        public init(_ name: String, share: Double, note: String) {
            self.name = name
            self.share = share
            self.note = note
        }
    }

    private let title: String
    private let bars: [Bar]

    public init(_ title: String, bars: [Bar]) {
        self.title = title
        self.bars = bars
    }

    /// The chart; nil where there are no bars.
    public var figure: Markup? {
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
