import Foundation

/// A line chart, as inline SVG that takes its colours from the page.
package struct LineChart: Sendable {
    /// One line, or points without a line.
    package struct Series: Sendable {
        /// How a series is drawn.
        package enum Style: Sendable {
            /// A solid line through the points, or the points alone.
            case line, points
            /// A faint line to compare with, such as the result of guessing.
            case reference
        }

        /// The name in the legend.
        package let name: String
        /// The points that are drawn, in order; all of them are finite.
        package let points: [(x: Double, y: Double)]
        /// How the series is drawn.
        package let style: Style

        /// The most points that a line keeps: more would not be visible, and would make the file large.
        private static let longest = 300

        /// Makes a series without its non-finite points.
        ///
        /// A long line is thinned evenly to 300 points and keeps both its ends.
        ///
        /// - Parameters:
        ///   - name: the name in the legend.
        ///   - points: the points, in order.
        ///   - style: how they are drawn.
        package init(_ name: String, _ points: [(x: Double, y: Double)], style: Style = .line) {
            self.name = name
            let finite = points.filter { $0.x.isFinite && $0.y.isFinite }
            self.points =
                finite.count <= Self.longest
                ? finite : (0..<Self.longest).map { finite[$0 * (finite.count - 1) / (Self.longest - 1)] }
            self.style = style
        }
    }

    /// One axis: its title, range and scale.
    package struct Axis: Sendable {
        /// The scale of an axis.
        package enum Kind: Sendable {
            /// A linear scale.
            case even
            /// A linear scale with ticks at whole numbers only, such as epochs.
            case whole
            /// A logarithmic scale; values that are not above 0 are left out.
            case logarithmic
        }

        /// The words beside the axis.
        package let title: String
        /// The ends of the axis; nil to span the values drawn.
        package let range: ClosedRange<Double>?
        /// The scale.
        package let kind: Kind

        /// Makes an axis.
        ///
        /// - Parameters:
        ///   - title: the words beside the axis.
        ///   - range: its ends, finite and not empty, above 0 if the axis is logarithmic; nil to span the values drawn.
        ///   - kind: the scale.
        package init(_ title: String, _ range: ClosedRange<Double>? = nil, _ kind: Kind = .even) {
            self.title = title
            self.range = range
            self.kind = kind
        }

        func scale(of values: [Double]) -> ChartScale {
            if let range { return ChartScale(range, kind) }
            let (low, high) = (values.min() ?? 1, values.max() ?? 1)
            let isOne = low == high
            switch kind {
            case .logarithmic: return ChartScale(isOne ? low / 10...low * 10 : low...high, kind)
            case .whole: return ChartScale(isOne ? low - 0.5...high + 0.5 : low...high, kind)
            // A little wider than the values, so that none lies on the edge.
            case .even:
                let margin = isOne ? max(abs(low) / 20, 1e-6) : (high - low) / 25
                return ChartScale(low - margin...high + margin, kind)
            }
        }

        func holds(_ value: Double) -> Bool { kind != .logarithmic || value > 0 }
    }

    private let title: String
    private let x: Axis
    private let y: Axis
    private let series: [Series]
    /// The text for readers who cannot see the chart.
    private let description: String

    /// Makes a chart; series without a point to draw are left out.
    ///
    /// - Parameters:
    ///   - title: the caption.
    ///   - x: the horizontal axis.
    ///   - y: the vertical axis.
    ///   - description: the text for readers who cannot see the chart.
    ///   - series: the lines and points; they take the page's colours in turn.
    package init(_ title: String, x: Axis, y: Axis, description: String, series: [Series]) {
        self.title = title
        self.x = x
        self.y = y
        self.description = description
        self.series =
            series
            .map { .init($0.name, $0.points.filter { x.holds($0.x) && y.holds($0.y) }, style: $0.style) }
            .filter { !$0.points.isEmpty }
    }

    /// The chart with its legend; nil if there is nothing to draw.
    package var figure: Markup? {
        guard !series.isEmpty else { return nil }
        let points = series.flatMap(\.points)
        let plane = ChartPlane(x: x.scale(of: points.map(\.x)), y: y.scale(of: points.map(\.y)))
        let drawing = Markup(
            "svg", ["viewBox": ChartPlane.viewBox, "role": "img", "aria-label": "\(title). \(description)"],
            plane.frame(x: x.title, y: y.title) + lines(on: plane))
        return Markup("figure", [:], Markup("figcaption", [:], Markup(title)), drawing, legend)
    }

    /// The number of each series' colour; reference lines have no colour of their own.
    private var colours: [Int] {
        var next = 0
        return series.map { series in
            guard case .reference = series.style else {
                next += 1
                return (next - 1) % ChartPlane.colourCount
            }
            return 0
        }
    }

    private func lines(on plane: ChartPlane) -> [Markup] {
        zip(series, colours).map { series, colour in
            switch series.style {
            case .line: plane.line(series.points, class: "line series-\(colour)")
            case .reference: plane.line(series.points, class: "reference")
            case .points: Markup("g", ["class": "point series-\(colour)"], series.points.map { plane.mark($0) })
            }
        }
    }

    private var legend: Markup {
        ChartLegend.list(
            zip(series, colours).map { series, colour in
                switch series.style {
                case .line: .init(series.name, .line(colour: colour))
                case .points: .init(series.name, .point(colour: colour))
                case .reference: .init(series.name, .reference)
                }
            })
    }
}
