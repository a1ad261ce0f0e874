import Foundation

/// From which layers the mask drew its columns.
enum SelectionSection {
    static func section(_ content: ReportContent) -> ReportSection? {
        var networks: [String] = []
        for part in content.selection where !networks.contains(part.network) { networks.append(part.network) }
        let figures = networks.map { network in
            let layers = content.selection.filter { $0.network == network }
            let chosen = layers.reduce(0) { $0 + $1.chosen }, total = layers.reduce(0) { $0 + $1.total }
            return BarChart(
                "\(network): \(chosen) of \(total) columns",
                bars: layers.map { layer in
                    let share = layer.total > 0 ? Double(layer.chosen) / Double(layer.total) : 0
                    return .init(
                        layer.layer, share: share,
                        note: "\(layer.chosen) of \(layer.total) (\(String(format: "%.1f", 100 * share)) %)")
                }
            ).figure
        }
        return ReportSection("Columns chosen", Markup.charts(figures))
    }
}
