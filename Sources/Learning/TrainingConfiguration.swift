import Kernels
import LinearAlgebra

/// How a classifier is trained. The defaults are those of the published one.
public struct TrainingConfiguration: Codable, Sendable, Equatable {
    /// At least 1.
    public var epochs: Int
    /// Rows a step, at least 1.
    public var batchSize: Int
    /// The rate that the schedule starts from, above 0.
    public var learningRate: Double
    public var schedule: LearningRateSchedule
    /// What all random choices follow from: first weights, validation part, order of rows, dropout.
    public var seed: UInt64
    /// The share of every class that is set apart for validation where no validation part is given; between 0 and 1.
    public var validationFraction: Double
    /// Training ends after this many epochs in a row without a lower validation loss; nil: never early.
    public var patience: Int?
    public var balancing: ClassBalancing
    /// Whether inputs are brought to mean 0 and deviation 1 first; the published classifier does not.
    public var standardisesInputs: Bool
    public var precision: ProductPrecision
    public var optimiser: OptimisationRule
    public var objective: TrainingObjective
    /// Rows are mixed with others of their batch, in shares drawn anew for every batch from Beta(mixup, mixup) (Zhang et
    /// al. 2018); 0: they are not.
    public var mixup: Double
    /// The decay of a moving average of the weights, which then takes their place in validation and in the result;
    /// at least 0, below 1. Nil: no average.
    public var averageDecay: Double?
    /// Whether the logits of the result are divided by the temperature that fits its validation rows best.
    public var calibrates: Bool
    /// Learning from a teacher, whose logits are then given to `fit`.
    public var distillation: Distillation?

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

    /// Throws `LearningError.ratingsWithout` for what only labels can be trained with.
    func checkForRatings() throws(LearningError) {
        let plain = TrainingObjective()
        let needingLabels: [(String, Bool)] = [
            ("the focal loss (--focus)", objective.focus != plain.focus),
            ("weighting classes (--class-weights)", objective.weighting != plain.weighting),
            ("label smoothing (--label-smoothing)", objective.labelSmoothing != plain.labelSmoothing),
            ("mixing rows (--mixup)", mixup != 0), ("balancing classes (--balance)", balancing != .none),
            ("calibration (--calibrate)", calibrates),
        ]
        if let option = needingLabels.first(where: \.1) { throw .ratingsWithout(option: option.0) }
    }

    /// Throws `LearningError.configurationValue` when a value is out of range, and `LearningError.bfloat16Missing` where
    /// the processor cannot multiply brain floats.
    func check(classes: Int) throws(LearningError) {
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
