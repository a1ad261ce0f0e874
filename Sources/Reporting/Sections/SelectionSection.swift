import Foundation

/// Which layers the mask took its columns from.
enum SelectionSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        let largest = content.selection.map(share).max() ?? 0
        var networks: [String] = []
        for part in content.selection where !networks.contains(part.network) { networks.append(part.network) }
        let figures = networks.map { network in
            let layers = content.selection.filter { $0.network == network }
            let chosen = layers.reduce(0) { $0 + $1.chosen }, total = layers.reduce(0) { $0 + $1.total }
            return BarChart(
                "\(network): \(chosen) of \(total) columns",
                bars: layers.map { layer in
                    let share = share(layer)
                    return .init(
                        layer.layer, share: largest > 0 ? share / largest : 0,
                        note: "\(layer.chosen) of \(layer.total) (\(String(format: "%.1f", 100 * share)) %)")
                }
            ).figure
        }
        let charts = Markup.charts(figures)
        let note =
            "Bars show the share of each layer's columns that was chosen; a full bar is the largest share, \(Rate.percent(largest))."
        return ReportSection(
            "Columns chosen", charts.isEmpty ? [] : charts + [Markup("p", ["class": "faint"], Markup(note))])
    }

    private static func share(_ layer: SelectedColumns) -> Double {
        layer.total > 0 ? Double(layer.chosen) / Double(layer.total) : 0
    }
}
