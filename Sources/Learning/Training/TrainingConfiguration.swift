import Faults
import Kernels
import LinearAlgebra

/// How a classifier is trained.
///
/// The defaults are those of the published classifier.
public struct TrainingConfiguration: Codable, Sendable, Equatable {
    /// The largest number of epochs, at least 1.
    public var epochs: Int
    /// The number of rows in each step, at least 1.
    public var batchSize: Int
    /// The rate that the schedule starts from, above 0.
    public var learningRate: Double
    /// How the learning rate changes from epoch to epoch.
    public var schedule: LearningRateSchedule
    /// Decides all random choices: first weights, validation part, order of rows, dropout.
    public var seed: UInt64
    /// The share of every class that is used for validation if no validation part is given; above 0 and below 1.
    public var validationFraction: Double
    /// The number of epochs in a row without a lower validation loss after which training ends; nil to run all epochs.
    public var patience: Int?
    /// How rows are chosen if some classes have more rows than others.
    public var balancing: ClassBalancing
    /// Whether inputs are first scaled to mean 0 and deviation 1; those of the published classifier are not.
    public var standardisesInputs: Bool
    /// The number format of the factors of matrix products.
    public var precision: ProductPrecision
    /// The rule that changes the weights.
    public var optimiser: OptimisationRule
    /// The loss.
    public var objective: TrainingObjective
    /// How strongly rows are mixed with others of their batch; 0 for not at all.
    ///
    /// The shares are drawn from Beta(mixup, mixup), once for every batch. Published by Zhang et al. (2018).
    public var mixup: Double
    /// The decay of a moving average of the weights, at least 0 and below 1; nil for no average.
    ///
    /// The average replaces the weights in validation and in the result.
    public var averageDecay: Double?
    /// Whether the logits of the result are divided by the temperature that fits its validation rows best.
    public var calibrates: Bool
    /// How to learn from a teacher, whose answers are then given to `fit`; nil for no teacher.
    public var distillation: Distillation?

    /// A configuration whose properties are those of the published classifier unless given.
    public init(
        epochs: Int = 15, batchSize: Int = 128, learningRate: Double = 0.003,
        schedule: LearningRateSchedule = .published, seed: UInt64 = 0, validationFraction: Double = 0.1,
        patience: Int? = nil, balancing: ClassBalancing = .none, standardisesInputs: Bool = false,
        precision: ProductPrecision = .float32, optimiser: OptimisationRule = .adam,
        objective: TrainingObjective = TrainingObjective(), mixup: Double = 0, averageDecay: Double? = nil,
        calibrates: Bool = false, distillation: Distillation? = nil
    ) {
        self.epochs = epochs
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.schedule = schedule
        self.seed = seed
        self.validationFraction = validationFraction
        self.patience = patience
        self.balancing = balancing
        self.standardisesInputs = standardisesInputs
        self.precision = precision
        self.optimiser = optimiser
        self.objective = objective
        self.mixup = mixup
        self.averageDecay = averageDecay
        self.calibrates = calibrates
        self.distillation = distillation
    }

    /// Checks that nothing was asked for that only works with labels.
    ///
    /// - Throws: `LearningError.ratingsWithout`.
    func checkForRatings() throws(LearningError) {
        let plain = TrainingObjective()
        let needingLabels: [(name: String, setting: Setting, isAsked: Bool)] = [
            ("the focal loss", .focus, objective.focus != plain.focus),
            ("weighting classes", .classWeights, objective.weighting != plain.weighting),
            ("label smoothing", .labelSmoothing, objective.labelSmoothing != plain.labelSmoothing),
            ("mixing rows", .mixup, mixup != 0), ("balancing classes", .balancing, balancing != .none),
            ("calibration", .calibration, calibrates),
        ]
        if let asked = needingLabels.first(where: \.isAsked) {
            throw .ratingsWithout(name: asked.name, setting: asked.setting)
        }
    }

    /// Checks all values.
    ///
    /// - Throws: `LearningError.configurationValue` if a value is out of range, `.bfloat16Missing` if the processor cannot
    ///   multiply brain floats, `.lastLayerNotSoftmax` if there is one output only.
    func check(classes: Int) throws(LearningError) {
        if classes < 2 { throw .lastLayerNotSoftmax }
        for (name, value) in [("number of epochs", epochs), ("batch size", batchSize), ("patience", patience ?? 1)]
        where value < 1 {
            throw .configurationValue(name: name, value: Double(value), expected: "at least 1")
        }
        if !(learningRate > 0 && learningRate.isFinite) {
            throw .configurationValue(name: "learning rate", value: learningRate, expected: "above 0")
        }
        if precision == .bfloat16 && !SerialProduct.canMultiplyBrainFloats { throw .bfloat16Missing }
        if !(mixup >= 0 && mixup.isFinite) {
            throw .configurationValue(name: "mixup", value: mixup, expected: "0 or more")
        }
        if mixup > 0 && distillation != nil { throw .mixupWithTeacher }
        if let averageDecay, !(0..<1 ~= averageDecay) {
            throw .configurationValue(
                name: "decay of the weight average", value: averageDecay, expected: "at least 0 and below 1")
        }
        try optimiser.check()
        try objective.check(classes: classes)
        try schedule.check()
        try distillation?.check()
    }
}
