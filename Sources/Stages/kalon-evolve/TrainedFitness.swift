import Evolution
import Learning
import StageSupport

/// The published fitness: train the classifier on a mask's columns and take its accuracy on held-out photographs.
struct TrainedFitness {
    let masked: MaskedTraining
    private let seed: UInt64
    private let context: StageContext
    /// Masks to be measured at most, where that is worth showing.
    private let total: Int?

    /// `parts` say what is trained on and measured on.
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

    /// Every mask is trained from the same seed, so that its fitness depends on its columns alone.
    func value(_ mask: FeatureMask, _ evaluation: Int) throws -> Double {
        let value = try context.interruption.throwing {
            try masked.accuracy(of: mask.columns, seed: seed, shouldStop: $0)
        }
        if let total { context.progress.update(done: evaluation + 1, total: total, note: "masks measured") }
        return value
    }
}

extension Interruption {
    /// Work that asks whether to stop; where it was stopped, `Interrupted` is thrown.
    func throwing<Value>(_ work: (_ shouldStop: () -> Bool) throws -> Value) throws -> Value {
        try check()
        do {
            return try work { isRequested }
        } catch LearningError.cancelled {
            throw Interrupted()
        }
    }
}
