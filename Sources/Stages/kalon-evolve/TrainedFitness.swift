import Evolution
import Learning
import StageSupport

/// The published fitness: train the classifier on a mask's columns and take its accuracy on held-out photographs.
struct TrainedFitness {
    private let masked: MaskedTraining
    private let seed: UInt64
    private let context: StageContext

    init(
        source: SourceFeatures, labels: [Int], training: TrainingOptions, seed: UInt64, context: StageContext
    ) throws {
        let configuration = training.configuration(seed: seed)
        let split = try StratifiedSplit(labels: labels, fraction: configuration.validationFraction, seed: seed)
        masked = MaskedTraining(
            features: try source.join.readMatrix(), labels: labels, split: split,
            architecture: try training.architecture(), configuration: configuration)
        self.seed = seed
        self.context = context
    }

    /// Every mask is trained from the same seed, so that its fitness depends on its columns alone.
    func value(_ mask: FeatureMask, _ evaluation: Int) throws -> Double {
        try context.interruption.check()
        return try masked.accuracy(of: mask.columns, seed: seed)
    }
}
