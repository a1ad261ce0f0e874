import Exploration
import Foundation

/// Histograms on one axis, each with its box plot above, as inline SVG that takes its colours from the page.
///
/// A box reaches from the lower to the upper quartile and is divided by the median. Its whiskers reach to the fences of Tukey
/// (1977), or to the extremes where these are nearer; points mark extremes beyond the whiskers.
package struct HistogramChart: Sendable {
    /// The numbers of one histogram.
    package struct Series: Sendable {
        /// The name in the legend.
        package let name: String
        /// The numbers, summarised.
        package let summary: DistributionSummary

        /// Makes a series.
        ///
        /// - Parameters:
        ///   - name: the name in the legend.
        ///   - summary: the numbers, summarised.
        package init(_ name: String, _ summary: DistributionSummary) {
            self.name = name
            self.summary = summary
        }
    }

    private let title: String
    private let unit: String
    private let counted: String
    private let series: [Series]

    /// The height of a box with its distance from the next, as a share of the highest bar.
    private static let step = 0.16
    private static let halfBox = 0.05

    /// Makes a chart; the histograms take the page's colours in turn.
    ///
    /// - Parameters:
    ///   - title: the caption.
    ///   - unit: what the numbers are, for the horizontal axis.
    ///   - counted: what is counted, for the vertical axis.
    ///   - series: the histograms.
    package init(_ title: String, unit: String, counted: String = "photographs", series: [Series]) {
        self.title = title
        self.unit = unit
        self.counted = counted
        self.series = series
    }

    /// The chart with its legend; nil without a histogram.
    package var figure: Markup? {
        guard let lowest = series.map(\.lowest).min(), let highest = series.map(\.highest).max() else { return nil }
        let most = Double(max(1, series.flatMap(\.summary.histogram).max() ?? 1))
        let margin = lowest == highest ? max(abs(lowest) / 20, 1e-6) : 0
        let plane = ChartPlane(
            x: ChartScale(lowest - margin...highest + margin, .even),
            y: ChartScale(0...most * (1 + Self.step * Double(series.count)), .whole, ticksWithin: 0...most))
        let parts = series.enumerated().flatMap { index, series in
            let colour = index % ChartPlane.colourCount
            let middle = most * (1 + Self.step * (Double(index) + 0.6))
            return [plane.line(series.outline, class: "line series-\(colour)")]
                + Self.box(of: series.summary, at: middle, most * Self.halfBox, on: plane, class: "line series-\(colour)")
        }
        let drawing = Markup(
            "svg", ["viewBox": ChartPlane.viewBox, "role": "img", "aria-label": "\(title). \(description)"],
            plane.frame(x: unit, y: counted) + parts)
        let names = series.enumerated().map { index, series in
            ChartLegend.Entry(series.name, .line(colour: index % ChartPlane.colourCount))
        }
        return Markup("figure", [:], Markup("figcaption", [:], Markup(title)), drawing, ChartLegend.list(names))
    }

    private var description: String {
        series.map { series in
            let summary = series.summary
            let outliers = summary.outliers.map { ", outliers \($0.below) below and \($0.above) above" } ?? ""
            return "\(series.name): "
                + [
                    ("minimum", summary.minimum), ("quartiles", summary.lowerQuartile), ("", summary.median),
                    ("", summary.upperQuartile), ("maximum", summary.maximum), ("mean", summary.mean),
                ].map { $0.0 + ($0.0.isEmpty ? "" : " ") + Rate.number($0.1, "%.4g") }.joined(separator: ", ") + outliers
        }.joined(separator: "; ")
    }

    private static func box(
        of summary: DistributionSummary, at middle: Double, _ half: Double, on plane: ChartPlane, class name: String
    ) -> [Markup] {
        let whiskers = (
            left: max(summary.minimum, min(summary.fences.lowerBound, summary.lowerQuartile)),
            right: min(summary.maximum, max(summary.fences.upperBound, summary.upperQuartile))
        )
        func upright(_ x: Double, _ half: Double) -> Markup {
            plane.line([(x, middle - half), (x, middle + half)], class: name)
        }
        func across(_ left: Double, _ right: Double, _ y: Double) -> Markup {
            plane.line([(left, y), (right, y)], class: name)
        }
        let (lower, upper) = (summary.lowerQuartile, summary.upperQuartile)
        let extremes = [summary.minimum, summary.maximum].filter { $0 < whiskers.left || $0 > whiskers.right }
        return [
            across(lower, upper, middle - half), across(lower, upper, middle + half), upright(lower, half), upright(upper, half),
            upright(summary.median, half), across(whiskers.left, lower, middle), across(upper, whiskers.right, middle),
            upright(whiskers.left, half / 2), upright(whiskers.right, half / 2),
            Markup("g", ["class": "\(name) point"], extremes.map { plane.mark(($0, middle)) }),
        ]
    }
}

extension HistogramChart.Series {
    fileprivate var lowest: Double { min(summary.histogramLower, summary.minimum) }
    fileprivate var highest: Double { max(summary.histogramUpper, summary.maximum) }

    /// The outline of the histogram, from the axis up and back to it.
    fileprivate var outline: [(x: Double, y: Double)] {
        let width = (summary.histogramUpper - summary.histogramLower) / Double(summary.histogram.count)
        let steps = summary.histogram.enumerated().flatMap { index, count in
            let left = summary.histogramLower + Double(index) * width
            return [(x: left, y: Double(count)), (x: left + width, y: Double(count))]
        }
        return [(summary.histogramLower, 0)] + steps + [(summary.histogramUpper, 0)]
    }
}
