import Evaluation

/// How verdicts change when photographs are perturbed.
package enum RobustnessTable {
    /// One row per set and perturbation; rates are in per cent.
    package static func table(of results: [RobustnessResult]) -> TextTable {
        var table = TextTable(columns: [
            .init("set", .left), .init("perturbation", .left), .init("accuracy %", .right), .init("95 %", .right),
            .init("difference", .right), .init("precision %", .right), .init("recall %", .right),
            .init("mean change", .right), .init("flipped %", .right), .init("p", .right),
        ])
        for set in results {
            for result in set.perturbations {
                table.append([
                    set.name, result.name, Rate.hundredths(result.accuracy), Rate.interval(result.accuracyInterval),
                    Rate.points(result.accuracyChange), Rate.hundredths(result.precision), Rate.hundredths(result.recall),
                    Rate.number(result.meanChange, "%.4f"), Rate.hundredths(result.flipped), Rate.pValue(result.pValue),
                ])
            }
        }
        return table
    }

    /// Published figures beside measured ones, with one row per set and perturbation that has both; nil if there are none.
    package static func published(of results: [RobustnessResult]) -> TextTable? {
        var table = TextTable(columns: [
            .init("set", .left), .init("perturbation", .left), .init("accuracy %", .right), .init("published", .right),
            .init("difference", .right), .init("published", .right), .init("precision %", .right),
            .init("published", .right), .init("recall %", .right), .init("published", .right),
        ])
        for set in results {
            for result in set.perturbations {
                let published = set.published.filter { $0.perturbation == result.name }
                guard !published.isEmpty else { continue }
                table.append([
                    set.name, result.name, Rate.hundredths(result.accuracy), range(published, \.accuracy),
                    Rate.points(result.accuracyChange), range(published, \.accuracyChange, format: "%+.1f"),
                    Rate.hundredths(result.precision), range(published, \.precision), Rate.hundredths(result.recall),
                    range(published, \.recall),
                ])
            }
        }
        return table.rows.isEmpty ? nil : table
    }

    /// A note that names the sets and sources of the published figures.
    package static func publishedNote(of results: [RobustnessResult]) -> String {
        var names: [String] = [], sources: [String] = []
        for figure in results.flatMap(\.published) {
            if !names.contains(figure.set) { names.append(figure.set) }
            if !sources.contains(figure.source) { sources.append(figure.source) }
        }
        return
            "Published figures are those for \(names.joined(separator: ", ")) (\(sources.joined(separator: ", "))), from the lowest "
            + "to the highest if they were measured on other photographs than those of the set; differences are from the accuracy on "
            + "untouched photographs, in percentage points."
    }

    private static func range(
        _ figures: [PublishedPerturbation], _ rate: (PublishedPerturbation) -> Double?, format: String = "%.1f"
    ) -> String {
        let rates = figures.compactMap(rate)
        guard let lowest = rates.min(), let highest = rates.max() else { return Rate.number(nil, format) }
        let ends = lowest == highest ? [lowest] : [lowest, highest]
        return ends.map { Rate.number(100 * $0, format) }.joined(separator: " to ")
    }
}
