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

        public init(_ name: String, _ points: [(x: Double, y: Double)], style: Style = .line) {
            self.name = name
            self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
            self.style = style
        }
    }

    /// What is measured along a side.
    public struct Axis: Sendable {
        public let title: String
        /// Nil: from the smallest value to the largest.
        public let range: ClosedRange<Double>?

        public init(_ title: String, _ range: ClosedRange<Double>? = nil) {
            self.title = title
            self.range = range
        }
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
        self.series = series.filter { !$0.points.isEmpty }
    }

    /// The chart with its legend; nil where there is nothing to draw.
    public var figure: Markup? {
        guard !series.isEmpty else { return nil }
        let plane = ChartPlane(x: range(x, \.x), y: range(y, \.y))
        let drawing = Markup(
            "svg", ["viewBox": ChartPlane.viewBox, "role": "img", "aria-label": "\(title). \(description)"],
            plane.frame(x: x.title, y: y.title) + lines(on: plane))
        return Markup("figure", [:], Markup("figcaption", [:], Markup(title)), drawing, legend)
    }

    private func range(_ axis: Axis, _ value: (((x: Double, y: Double)) -> Double)) -> ClosedRange<Double> {
        if let range = axis.range { return range }
        let values = series.flatMap { $0.points.map(value) }
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        return low < high ? low...high : (low - 0.5)...(high + 0.5)
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
            let isReference = if case .reference = series.style { true } else { false }
            let key = Markup(
                "svg", ["viewBox": "0 0 24 8", "class": "key", "aria-hidden": "true"],
                Markup(
                    "line",
                    ["x1": "0", "y1": "4", "x2": "24", "y2": "4", "class": isReference ? "reference" : "line series-\(colour)"]))
            return Markup("li", [:], key, Markup(series.name))
        }
        return Markup("ul", ["class": "legend"], entries)
    }
}

/// Where values lie on a chart of 480 x 320 units.
struct ChartPlane {
    static let viewBox = "0 0 480 320"
    /// How many colours the page has for lines.
    static let colourCount = 6
    private static let left = 58.0, right = 470.0, top = 10.0, bottom = 272.0

    let x: ClosedRange<Double>
    let y: ClosedRange<Double>

    private func position(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
        let across = (point.x - x.lowerBound) / (x.upperBound - x.lowerBound)
        let up = (point.y - y.lowerBound) / (y.upperBound - y.lowerBound)
        return (Self.left + across * (Self.right - Self.left), Self.bottom - up * (Self.bottom - Self.top))
    }

    private static func number(_ value: Double) -> String { String(format: "%.1f", value) }

    func line(_ points: [(x: Double, y: Double)], class name: String) -> Markup {
        let list = points.map(position).map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        return Markup("polyline", ["points": list, "class": name])
    }

    func mark(_ point: (x: Double, y: Double)) -> Markup {
        let place = position(point)
        return Markup("circle", ["cx": Self.number(place.x), "cy": Self.number(place.y), "r": "4"])
    }

    /// Grid, numbers and titles of both axes.
    func frame(x xTitle: String, y yTitle: String) -> [Markup] {
        let across = AxisTicks(within: x), up = AxisTicks(within: y)
        var parts: [Markup] = []
        for value in up.values {
            let place = position((x.lowerBound, value))
            parts.append(Self.rule(from: (Self.left, place.y), to: (Self.right, place.y)))
            parts.append(Self.words(up.label(value), at: (Self.left - 8, place.y + 5), anchor: "end"))
        }
        for value in across.values {
            let place = position((value, y.lowerBound))
            parts.append(Self.rule(from: (place.x, Self.bottom), to: (place.x, Self.bottom + 4)))
            parts.append(Self.words(across.label(value), at: (place.x, Self.bottom + 20), anchor: "middle"))
        }
        let middle = ((Self.left + Self.right) / 2, (Self.top + Self.bottom) / 2)
        parts.append(Self.words(xTitle, at: (middle.0, Self.bottom + 40), anchor: "middle"))
        parts.append(
            Markup(
                "text",
                ["transform": "translate(14 \(Self.number(middle.1))) rotate(-90)", "text-anchor": "middle"],
                Markup(yTitle)))
        return parts
    }

    private static func rule(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) -> Markup {
        Markup(
            "line",
            ["x1": number(start.x), "y1": number(start.y), "x2": number(end.x), "y2": number(end.y), "class": "grid"])
    }

    private static func words(_ text: String, at place: (x: Double, y: Double), anchor: String) -> Markup {
        Markup("text", ["x": number(place.x), "y": number(place.y), "text-anchor": anchor], Markup(text))
    }
}
