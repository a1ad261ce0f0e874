import Evaluation
import Evolution
import Foundation
import StageSupport
import Storage

/// What a person reads while the columns are searched.
struct SearchLog {
    private let context: StageContext
    /// How many there will be at most.
    private let generations: Int
    /// Generations of an earlier run.
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
                    + "little of other photographs")
        }
        if done > 0 { context.progress.log("going on after generation \(done) of an earlier run") }
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
            "best after \(generations) generations: \(data.measured.accuracy(chosen.best.fitness).words), by which it was chosen")
        if let tested {
            let figure = MeasuredAccuracy(
                share: tested.accuracy, photographs: tested.photographs, ones: data.test.count { data.labels[$0] == 1 })
            context.progress.log("test: \(figure.words), which the search has not seen")
        }
    }
}

func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }

extension [GenerationRecord] {
    /// One series a quantity.
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
