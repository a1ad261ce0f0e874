import Foundation

/// Maps values to positions on a chart of 480 x 320 units.
struct ChartPlane {
    static let viewBox = "0 0 480 320"
    /// The number of colours that the page has for lines.
    static let colourCount = 6
    private static let left = 76.0, right = 464.0, top = 12.0, bottom = 262.0

    private let x: ChartScale
    private let y: ChartScale

    init(x: ChartScale, y: ChartScale) {
        self.x = x
        self.y = y
    }

    private func position(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
        let across = x.share(of: point.x), up = y.share(of: point.y)
        return (Self.left + across * (Self.right - Self.left), Self.bottom - up * (Self.bottom - Self.top))
    }

    private static func number(_ value: Double) -> String { String(format: "%.1f", value) }

    func line(_ points: [(x: Double, y: Double)], class name: String) -> Markup {
        // A line of one point would be invisible.
        if points.count == 1 { return Markup("g", ["class": "\(name) point"], mark(points[0])) }
        let list = points.map(position).map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        return Markup("polyline", ["points": list, "class": name])
    }

    func mark(_ point: (x: Double, y: Double)) -> Markup {
        let place = position(point)
        return Markup("circle", ["cx": Self.number(place.x), "cy": Self.number(place.y), "r": "4"])
    }

    /// The grid, numbers and titles of both axes.
    func frame(x xTitle: String, y yTitle: String) -> [Markup] {
        var parts: [Markup] = []
        for value in y.ticks.values {
            let place = position((x.range.lowerBound, value))
            parts.append(Self.rule(from: (Self.left, place.y), to: (Self.right, place.y)))
            parts.append(Self.words(y.ticks.label(value), at: (Self.left - 8, place.y + 5.5), anchor: "end"))
        }
        for value in x.ticks.values {
            let place = position((value, y.range.lowerBound))
            parts.append(Self.rule(from: (place.x, Self.bottom), to: (place.x, Self.bottom + 4)))
            parts.append(Self.words(x.ticks.label(value), at: (place.x, Self.bottom + 23), anchor: "middle"))
        }
        let middle = ((Self.left + Self.right) / 2, (Self.top + Self.bottom) / 2)
        parts.append(Self.words(xTitle, at: (middle.0, Self.bottom + 48), anchor: "middle"))
        parts.append(
            Markup(
                "text",
                ["transform": "translate(16 \(Self.number(middle.1))) rotate(-90)", "text-anchor": "middle"],
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

/// Maps the values of one axis to places along it.
struct ChartScale {
    let range: ClosedRange<Double>
    let ticks: AxisTicks
    private let isLogarithmic: Bool

    /// Makes a scale.
    ///
    /// - Parameters:
    ///   - range: the ends of the axis.
    ///   - kind: how values are spread over it.
    ///   - ticked: the part of the axis that has numbers; nil for all of it.
    /// - Precondition: the ranges are finite and not empty; for a logarithmic axis they are above 0.
    init(_ range: ClosedRange<Double>, _ kind: LineChart.Axis.Kind, ticksWithin ticked: ClosedRange<Double>? = nil) {
        self.range = range
        isLogarithmic = kind == .logarithmic
        let ticked = ticked ?? range
        ticks = isLogarithmic ? AxisTicks(powersWithin: ticked) : AxisTicks(within: ticked, isWhole: kind == .whole)
    }

    /// 0 at the lower end, 1 at the upper.
    func share(of value: Double) -> Double {
        guard isLogarithmic else { return (value - range.lowerBound) / (range.upperBound - range.lowerBound) }
        return log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }
}
