/// What was followed over time or rank: training, search, variances.
enum HistorySection {
    static func training(_ content: ReportContent) -> ReportSection? {
        ReportSection(
            "Training",
            Markup.charts([
                chart("Loss", "loss", .loss, content.training),
                chart("Accuracy", "accuracy", .accuracy, content.training),
            ]))
    }

    private static func chart(
        _ title: String, _ unit: String, _ kind: TrainingCurve.Kind, _ curves: [TrainingCurve]
    ) -> Markup? {
        let curves = curves.filter { $0.kind == kind }
        let highest = kind == .accuracy ? 1 : curves.flatMap(\.values).filter(\.isFinite).max() ?? 1
        return LineChart(
            title, x: .init("epoch"), y: .init(unit, 0...max(highest, .leastNormalMagnitude)), description: ends(curves.map { ($0.name, $0.values) }),
            series: curves.map { .init($0.name, numbered($0.values)) }
        ).figure
    }

    static func search(_ content: ReportContent) -> ReportSection? {
        guard let search = content.search else { return nil }
        let fitness = [("best", search.best), ("mean", search.mean)]
        return ReportSection(
            "Search",
            Markup.charts([
                LineChart(
                    "Fitness by generation", x: .init("generation"), y: .init("fitness"), description: ends(fitness),
                    series: fitness.map { .init($0.0, numbered($0.1)) }
                ).figure,
                LineChart(
                    "Diversity by generation", x: .init("generation"), y: .init("diversity", 0...1),
                    description: ends([("diversity", search.diversity)]),
                    series: [.init("diversity", numbered(search.diversity))]
                ).figure,
            ]))
    }

    static func scree(_ content: ReportContent) -> ReportSection? {
        ReportSection("Variances", Markup.charts(content.screes.map(figure)))
    }

    private static func figure(_ scree: Scree) -> Markup? {
        guard scree.total > 0 else { return nil }
        var sum = 0.0
        let shares = scree.variances.map { variance in
            sum += variance
            return sum / scree.total
        }
        let kept = scree.kept > 0 && scree.kept <= shares.count ? shares[scree.kept - 1] : nil
        let step = max(1, shares.count / 300)
        let points = shares.enumerated().filter { $0.offset % step == 0 || $0.offset == shares.count - 1 }
            .map { (x: Double($0.offset + 1), y: $0.element) }
        return LineChart(
            "Variance explained: \(scree.name)", x: .init("components"), y: .init("part of the variance", 0...1),
            description: "\(scree.kept) components are kept, with \(Rate.percent(kept)) of the variance",
            series: [.init("cumulative", points)]
                + (kept.map { [.init("kept: \(scree.kept), \(Rate.percent($0))", [(Double(scree.kept), $0)], style: .points)] }
                    ?? [])
        ).figure
    }

    private static func numbered(_ values: [Double]) -> [(x: Double, y: Double)] {
        values.enumerated().map { (Double($0.offset + 1), $0.element) }
    }

    private static func ends(_ curves: [(name: String, values: [Double])]) -> String {
        curves.compactMap { name, values in
            guard let first = values.first, let last = values.last else { return nil }
            return "\(name) from \(Rate.number(first, "%.4f")) to \(Rate.number(last, "%.4f"))"
        }.joined(separator: "; ")
    }
}
