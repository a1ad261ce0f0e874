import Evolution
import Learning
import StageSupport

/// The published fitness: train the classifier on a mask's columns and take its accuracy on held-out photographs.
struct TrainedFitness {
    private let masked: MaskedTraining
    private let seed: UInt64
    private let context: StageContext

    /// `parts` say what is trained on and measured on.
    init(_ data: SearchData, parts: [MeasuredSplit], training: TrainingOptions, context: StageContext) throws {
        masked = MaskedTraining(
            features: data.features, labels: data.labels, parts: parts,
            architecture: try training.architecture(), configuration: training.configuration(seed: context.seed))
        seed = context.seed
        self.context = context
    }

    /// Every mask is trained from the same seed, so that its fitness depends on its columns alone.
    func value(_ mask: FeatureMask, _ evaluation: Int) throws -> Double {
        try context.interruption.check()
        return try masked.accuracy(of: mask.columns, seed: seed)
    }
}
