/// What a classifier of ratings predicts beside the votes: histograms, tails, and the most extreme predictions.
enum PredictedRatingsSection {
    /// The most photographs of each kind that a table shows.
    private static let mostExtremes = 5

    static func section(_ content: ReportContent) -> ReportSection? {
        guard let scores = content.scores, let report = content.results.first?.report else { return nil }
        return ReportSection(
            "Predicted ratings",
            report.sets.flatMap { set in
                PredictedRatings(set, scores: scores).map { parts($0, of: set.name) } ?? []
            })
    }

    private static func parts(_ ratings: PredictedRatings, of set: String) -> [Markup] {
        [Markup("h3", [:], .name(set))] + Markup.charts([ratings.figure])
            + [
                .table(label: "Mean ratings of \(set)", ratings.table),
                Markup("p", [:], Markup(ratings.sentence)),
                .table(label: "Best and worst predictions of \(set)", ratings.extremes(mostExtremes)),
            ]
    }
}
