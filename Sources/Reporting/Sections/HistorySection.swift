/// Curves over time or rank: training, search, variances.
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
            title, x: .init("epoch", nil, .whole), y: .init(unit, 0...max(highest, .leastNormalMagnitude)),
            description: ends(curves.map { ($0.name, $0.values) }),
            series: curves.map { .init($0.name, numbered($0.values)) }
        ).figure
    }

    static func search(_ content: ReportContent) -> ReportSection? {
        guard let search = content.search else { return nil }
        let fitness = [("best", search.best), ("mean", search.mean)]
        let test = search.test.map { test in
            "On \(test.photographs) photographs that the search has not seen, the resulting mask reaches an accuracy of "
                + "\(Rate.percent(test.accuracy)). The search chose masks by their fitness, so the fitness itself is too optimistic."
        }
        return ReportSection(
            "Search",
            [test.map { Markup("p", [:], Markup($0)) }].compactMap { $0 }
                + Markup.charts([
                    LineChart(
                        "Fitness by generation", x: .init("generation", nil, .whole), y: .init("fitness (accuracy)"),
                        description: ends(fitness),
                        series: fitness.map { .init($0.0, numbered($0.1)) }
                    ).figure,
                    LineChart(
                        "Diversity by generation", x: .init("generation", nil, .whole),
                        y: .init("diversity (1: like random masks)", 0...1),
                        description: ends([("diversity", search.diversity)]),
                        series: [.init("diversity", numbered(search.diversity))]
                    ).figure,
                    front(search, against: "number of columns", .whole) { $0.features },
                    front(search, against: "GFLOP per photograph", .even) { $0.cost },
                ]))
    }

    /// The masks that no other mask dominates: accuracy against a cost.
    private static func front(
        _ search: SearchCurve, against title: String, _ kind: LineChart.Axis.Kind, _ cost: (SearchCurve.FrontMember) -> Double?
    ) -> Markup? {
        let points = search.front.compactMap { member in cost(member).map { (x: $0, y: member.accuracy) } }
            .sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard points.count > 1, points.count == search.front.count, let first = points.first, let last = points.last else {
            return nil
        }
        return LineChart(
            "Front: accuracy against \(title)", x: .init(title, nil, kind), y: .init("accuracy"),
            description: "\(points.count) masks, from \(Rate.percent(first.y)) at \(String(format: "%.4g", first.x)) to "
                + "\(Rate.percent(last.y)) at \(String(format: "%.4g", last.x))",
            series: [.init("masks that no other mask dominates", points, style: .points)]
        ).figure
    }

    static func scree(_ content: ReportContent) -> ReportSection? {
        ReportSection("Variances", Markup.charts(content.screes.flatMap { [variances($0), figure($0)] }))
    }

    private static func variances(_ scree: Scree) -> Markup? {
        let points = scree.variances.enumerated().map { (x: Double($0.offset + 1), y: $0.element) }
        return LineChart(
            "Scree: \(scree.name)", x: .init("component", nil, .whole), y: .init("variance", nil, .logarithmic),
            description: "variances fall from \(Rate.number(scree.variances.first, "%.3g")) to "
                + "\(Rate.number(scree.variances.last, "%.3g")) over \(scree.variances.count) components",
            series: [.init("variance of each component", points)]
        ).figure
    }

    private static func figure(_ scree: Scree) -> Markup? {
        guard scree.total > 0 else { return nil }
        var sum = 0.0
        let shares = scree.variances.map { variance in
            sum += variance
            return sum / scree.total
        }
        let kept = scree.kept > 0 && scree.kept <= shares.count ? shares[scree.kept - 1] : nil
        let points = shares.enumerated().map { (x: Double($0.offset + 1), y: $0.element) }
        return LineChart(
            "Variance explained: \(scree.name)", x: .init("components", nil, .whole), y: .init("share of the variance", 0...1),
            description: "\(scree.kept) components were kept, with \(Rate.percent(kept)) of the variance",
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
