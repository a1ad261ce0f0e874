import Foundation

/// Lines over a plane, as inline SVG that takes its colours from the page.
public struct LineChart: Sendable {
    /// A line, or points alone.
    public struct Series: Sendable {
        public enum Style: Sendable {
            case line, points
            /// What a line would be without any skill, drawn faintly.
            case reference
        }

        public let name: String
        public let points: [(x: Double, y: Double)]
        public let style: Style

        /// How many points a line has at most: more are not seen, and make the file large.
        private static let longest = 300

        /// Points that are not finite are left out; of a long line every so-manieth stays, and both its ends.
        public init(_ name: String, _ points: [(x: Double, y: Double)], style: Style = .line) {
            self.name = name
            let finite = points.filter { $0.x.isFinite && $0.y.isFinite }
            self.points =
                finite.count <= Self.longest
                ? finite : (0..<Self.longest).map { finite[$0 * (finite.count - 1) / (Self.longest - 1)] }
            self.style = style
        }
    }

    /// What is measured along a side.
    public struct Axis: Sendable {
        public enum Kind: Sendable {
            case even
            /// Nothing lies between whole numbers, as between epochs.
            case whole
            /// Values that are not above 0 are left out.
            case logarithmic
        }

        public let title: String
        /// Nil: from the smallest value to the largest.
        public let range: ClosedRange<Double>?
        public let kind: Kind

        public init(_ title: String, _ range: ClosedRange<Double>? = nil, _ kind: Kind = .even) {
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
            // A little more than the values, so that none lies on the edge.
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
    /// What a reader who does not see the chart is told.
    private let description: String

    public init(_ title: String, x: Axis, y: Axis, description: String, series: [Series]) {
        self.title = title
        self.x = x
        self.y = y
        self.description = description
        self.series =
            series
            .map { .init($0.name, $0.points.filter { x.holds($0.x) && y.holds($0.y) }, style: $0.style) }
            .filter { !$0.points.isEmpty }
    }

    /// The chart with its legend; nil where there is nothing to draw.
    public var figure: Markup? {
        guard !series.isEmpty else { return nil }
        let points = series.flatMap(\.points)
        let plane = ChartPlane(x: x.scale(of: points.map(\.x)), y: y.scale(of: points.map(\.y)))
        let drawing = Markup(
            "svg", ["viewBox": ChartPlane.viewBox, "role": "img", "aria-label": "\(title). \(description)"],
            plane.frame(x: x.title, y: y.title) + lines(on: plane))
        return Markup("figure", [:], Markup("figcaption", [:], Markup(title)), drawing, legend)
    }

    /// Numbers of the colours: lines that are compared to have none of their own.
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
        let entries = zip(series, colours).map { series, colour in
            let key = Markup(
                "svg", ["viewBox": "0 0 24 8", "class": "key", "aria-hidden": "true"], Self.key(series.style, colour))
            return Markup("li", [:], key, Markup(series.name))
        }
        return Markup("ul", ["class": "legend"], entries)
    }

    private static func key(_ style: Series.Style, _ colour: Int) -> Markup {
        if case .points = style {
            return Markup("circle", ["cx": "12", "cy": "4", "r": "4", "class": "point series-\(colour)"])
        }
        let isReference = if case .reference = style { true } else { false }
        return Markup(
            "line",
            ["x1": "0", "y1": "4", "x2": "24", "y2": "4", "class": isReference ? "reference" : "line series-\(colour)"])
    }
}
