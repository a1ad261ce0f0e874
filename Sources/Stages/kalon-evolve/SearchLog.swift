import Evaluation
import Evolution
import Foundation
import Judging
import Records
import Selection
import StageSupport

/// The messages of a search.
struct SearchLog {
    private let context: StageContext
    /// The most generations that there will be.
    private let generations: Int
    /// The number of generations of an earlier run.
    private let done: Int
    private let start = ContinuousClock.now

    init(context: StageContext, generations: Int, earlier: SearchSnapshot?) {
        self.context = context
        self.generations = generations
        done = earlier.map { $0.generation + 1 } ?? 0
    }

    func begin(_ data: SearchData, _ source: SourceFeatures, _ search: SearchOptions, _ fitness: FitnessOptions) {
        let tested = data.test.isEmpty ? "" : ", \(data.test.count) of them to test on"
        context.progress.log(
            "\(data.labels.count) \(data.isGrouped ? "rows" : "photographs")\(tested), masks of \(search.genes) among \(source.join.columns) columns"
        )
        context.progress.log("accuracies are \(data.measured.basis)")
        context.warn(Warning.randomWeights(of: source.extractors) + data.missingClasses)
        if fitness.fitnessSplit == .test {
            context.progress.log(
                "warning: --fitness-split test measures masks on the test part, as published, so the accuracy found says "
                    + "little about other photographs")
        }
        if done > 0 { context.progress.log("resuming after generation \(done) of an earlier run") }
    }

    func show(_ record: GenerationRecord) {
        let made = record.generation + 1
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let left = seconds / Double(max(1, made - done)) * Double(max(0, generations - made))
        context.progress.log(
            "generation \(made): best \(percent(record.best)), mean \(percent(record.mean)), "
                + String(format: "diversity %.2f, ", record.diversity)
                + (record.front > 0 ? "\(record.front) on the front, " : "")
                + "\(record.evaluations) measured, left \(clock(left))")
    }

    func end(_ chosen: FinalChoice.Result, _ tested: MaskContent.Test?, _ data: SearchData, generations: Int) {
        if !chosen.front.isEmpty {
            let sizes = chosen.front.map(\.mask.count)
            context.progress.log(
                "\(chosen.front.count) masks that no other dominates, of \(sizes.min() ?? 0) to \(sizes.max() ?? 0) columns")
        }
        context.progress.log(
            "best after \(generations) generations: \(data.measured.accuracy(chosen.best.fitness).words), on the photographs that "
                + "chose it")
        if let tested {
            let figure = MeasuredAccuracy(
                share: tested.accuracy, photographs: tested.photographs, ones: data.test.count { data.labels[$0] == 1 })
            context.progress.log("test: \(figure.words), on photographs that the search has not seen")
        }
    }
}

func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }

extension [GenerationRecord] {
    /// The history as it is stored: one series for each quantity.
    var series: [HistorySeries] {
        [
            HistorySeries(name: "best", values: .reals(map(\.best))),
            HistorySeries(name: "diversity", values: .reals(map(\.diversity))),
            HistorySeries(name: "evaluations", values: .integers(map { Int64($0.evaluations) })),
            HistorySeries(name: "front", values: .integers(map { Int64($0.front) })),
            HistorySeries(name: "mean", values: .reals(map(\.mean))),
            HistorySeries(name: "mean_overlap", values: .reals(map(\.meanOverlap))),
            HistorySeries(name: "worst", values: .reals(map(\.worst))),
        ]
    }
}
