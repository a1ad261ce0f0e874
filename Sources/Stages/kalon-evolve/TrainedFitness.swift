import Evolution
import Learning
import StageSupport

/// The published fitness: the accuracy, on held-out photographs, of a classifier trained on a mask's columns.
struct TrainedFitness {
    let masked: MaskedTraining
    private let seed: UInt64
    private let context: StageContext
    /// The most masks that will be measured; nil if progress is not shown.
    private let total: Int?

    /// Creates the fitness; `parts` say which photographs it trains on and which it measures.
    init(
        _ data: SearchData, parts: [MeasuredSplit], training: TrainingOptions, context: StageContext, total: Int? = nil
    ) throws {
        masked = MaskedTraining(
            features: data.features, labels: data.labels, parts: parts,
            architecture: try training.architecture(), configuration: training.configuration(seed: context.seed))
        seed = context.seed
        self.context = context
        self.total = total
    }

    /// Trains every mask from the same seed, so that its fitness depends only on its columns.
    func value(_ mask: FeatureMask, _ evaluation: Int) throws -> Double {
        let value = try context.interruption.throwing {
            try masked.accuracy(of: mask.columns, seed: seed, shouldStop: $0)
        }
        if let total { context.progress.update(done: evaluation + 1, total: total, note: "masks measured") }
        return value
    }
}

extension Interruption {
    /// Runs work that asks whether to stop, and throws `Interrupted` if it was stopped.
    func throwing<Value>(_ work: (_ shouldStop: () -> Bool) throws -> Value) throws -> Value {
        try check()
        do {
            return try work { isRequested }
        } catch LearningError.cancelled {
            throw Interrupted()
        }
    }
}
