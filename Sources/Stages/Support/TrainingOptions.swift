import ArgumentParser
import Graphs
import Judging
import Kernels
import Learning

/// The options of training a classifier.
///
/// Options that are not given have the values of the published recipe, except that inputs are standardised, until
/// `resolved(for:)` fills in those of another preset.
public struct TrainingOptions: ParsableArguments {
    @Option(
        name: .customLong("epochs"),
        help: ArgumentHelp(
            "How many times training goes through all photographs. (default: 15, with --preset small 150)", valueName: "epochs"))
    var givenEpochs: Int?

    @Option(
        name: .customLong("batch"),
        help: ArgumentHelp("Photographs per step. (default: 128, with --preset small 32)", valueName: "count"))
    var givenBatch: Int?

    @Option(
        name: .customLong("learning-rate"), help: ArgumentHelp("Learning rate at the start. (default: 0.003)", valueName: "rate"))
    var givenLearningRate: Double?

    @Option(
        name: .customLong("schedule"),
        help: ArgumentHelp(
            """
            How the learning rate changes. published: times exp(-0.048 e) after epoch e; geometric: times 0.76125 each epoch, \
            not below 0.0005; cosine: down to 0 over the epochs; plateau: halved after 5 epochs without a lower validation \
            loss; constant: not at all. (default: published)
            """,
            valueName: "rule"))
    var givenSchedule: ScheduleName?

    @Option(
        name: .customLong("hidden"),
        help: ArgumentHelp("Widths of the hidden layers. (default: 2048,1024,256)", valueName: "a,b,c"))
    var givenHidden: String?

    @Option(
        name: .customLong("validation"),
        help: ArgumentHelp("Share of the photographs to choose the best epoch on. (default: 0.1)", valueName: "share"))
    var givenValidation: Double?

    @Option(
        name: .customLong("balance"),
        help: ArgumentHelp(
            "How unequal classes are balanced. none; folds: the larger class is divided into folds, and each epoch uses one of "
                + "them; oversample: photographs of the smaller class are repeated. (default: none)", valueName: "rule"))
    var givenBalance: ClassBalancing?

    /// The epochs without improvement after which training stops (`--patience`); nil for never.
    @Option(
        help: ArgumentHelp(
            "Stop after N epochs without a better validation loss. (default: never, with --preset small 40)", valueName: "N"))
    public var patience: Int?

    @Flag(
        name: .customLong("standardise"), inversion: .prefixedNo,
        help: "Scale every column to mean 0 and standard deviation 1 first (default); the published method does not.")
    var givenStandardise: Bool?

    @Option(
        name: .customLong("precision"),
        help: ArgumentHelp(
            "Precision of matrix products: float32, or bfloat16 in about half the time; weights and their updates are always "
                + "float32. (default: float32)", valueName: "precision"))
    var givenPrecision: ProductPrecision?

    @Option(
        name: .customLong("activation"),
        help: ArgumentHelp("The activation function of the hidden layers. (default: relu)", valueName: "function"))
    var givenActivation: HiddenActivation?

    @Option(
        name: .customLong("optimiser"),
        help: ArgumentHelp("The method that updates the weights. (default: adam)", valueName: "optimiser"))
    var givenOptimiser: OptimiserName?

    /// The weight decay of AdamW (`--weight-decay`); nil for 0.01.
    @Option(help: "With --optimiser adamw: the weight decay of kernels, times the learning rate, per step. (default: 0.01)")
    public var weightDecay: Double?

    /// The momentum of gradient descent, in [0, 1) (`--momentum`); nil for 0.9.
    @Option(help: "With --optimiser sgd: the momentum. (default: 0.9)")
    public var momentum: Double?

    @Option(
        name: .customLong("focus"),
        help: ArgumentHelp("Exponent of the focal loss, such as 2; 0 is cross-entropy. (default: 0)", valueName: "exponent"))
    var givenFocus: Double?

    @Option(
        name: .customLong("class-weights"),
        help: ArgumentHelp(
            "Weights of the classes in the loss: none, balanced, or two numbers, that of not aesthetic first. (default: none)",
            valueName: "a,b"))
    var givenClassWeights: String?

    @Option(
        name: .customLong("label-smoothing"),
        help: ArgumentHelp("Share of every label that is spread evenly over both classes. (default: 0)", valueName: "share"))
    var givenLabelSmoothing: Double?

    @Option(
        name: .customLong("mixup"),
        help: ArgumentHelp(
            "Mix the features of pairs of photographs, in proportions from Beta(shape, shape), such as 0.2. (default: 0)",
            valueName: "shape"))
    var givenMixup: Double?

    /// The decay of the moving average of weights, in [0, 1) (`--average-decay`); nil for no average.
    @Option(
        help: ArgumentHelp(
            "Keep a moving average of the weights instead of the weights, with this decay per step, such as 0.99.",
            valueName: "decay"))
    public var averageDecay: Double?

    /// Creates the options with their defaults.
    public init() {}

    /// The most epochs that are trained.
    public var epochs: Int { givenEpochs ?? Preset.published.epochs }
    /// The share of the photographs that chooses the best epoch, in (0, 1).
    public var validation: Double { givenValidation ?? 0.1 }
    /// The widths of the hidden layers, separated by commas.
    public var hidden: String { givenHidden ?? "2048,1024,256" }
    /// The activation function of the hidden layers.
    public var activation: HiddenActivation { givenActivation ?? .relu }
    private var batch: Int { givenBatch ?? Preset.published.batch }
    private var optimiser: OptimiserName { givenOptimiser ?? .adam }
    private var classWeights: String { givenClassWeights ?? "none" }

    /// The same options, with the preset's values for those that were not given.
    public func resolved(for preset: Preset) -> TrainingOptions {
        var options = self
        options.givenEpochs = givenEpochs ?? preset.epochs
        options.givenBatch = givenBatch ?? preset.batch
        options.patience = patience ?? preset.patience
        return options
    }

    /// The names of the options that were given; all of them apply only to networks.
    public var given: [String] {
        let all: [(String, Bool)] = [
            ("--epochs", givenEpochs != nil), ("--batch", givenBatch != nil), ("--learning-rate", givenLearningRate != nil),
            ("--schedule", givenSchedule != nil), ("--hidden", givenHidden != nil), ("--validation", givenValidation != nil),
            ("--balance", givenBalance != nil), ("--patience", patience != nil), ("--no-standardise", givenStandardise == false),
            ("--precision", givenPrecision != nil), ("--activation", givenActivation != nil),
            ("--optimiser", givenOptimiser != nil),
            ("--weight-decay", weightDecay != nil), ("--momentum", momentum != nil), ("--focus", givenFocus != nil),
            ("--class-weights", givenClassWeights != nil), ("--label-smoothing", givenLabelSmoothing != nil),
            ("--mixup", givenMixup != nil), ("--average-decay", averageDecay != nil),
        ]
        return all.filter(\.1).map(\.0)
    }

    /// The names of learning rate schedules.
    public enum ScheduleName: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// The schedules that `--schedule` explains.
        case published, geometric, cosine, plateau, constant

        func schedule(epochs: Int) -> LearningRateSchedule {
            switch self {
            case .published: .published
            case .geometric: .publishedGeometric
            case .cosine: .cosine(floor: 0, epochs: epochs)
            case .plateau: .plateau(factor: 0.5, patience: 5, floor: 0)
            case .constant: .constant
            }
        }
    }

    /// The names of optimisers.
    public enum OptimiserName: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// Adam, Adam with decoupled weight decay, and gradient descent with momentum.
        case adam, adamw, sgd

        /// Checks that the numbers given are in range, and belong to this optimiser.
        ///
        /// - Throws: `ValidationError`.
        public func require(weightDecay: Double?, momentum: Double?) throws {
            try OptionNumbers.require("--weight-decay", weightDecay, .from(0))
            try OptionNumbers.require("--momentum", momentum, .from(0, below: 1))
            guard weightDecay == nil || self == .adamw else {
                throw ValidationError("--weight-decay needs --optimiser adamw")
            }
            guard momentum == nil || self == .sgd else { throw ValidationError("--momentum needs --optimiser sgd") }
        }

        /// The rule with these numbers; nil for the usual ones.
        public func rule(weightDecay: Double?, momentum: Double?) -> OptimisationRule {
            switch self {
            case .adam: .adam
            case .adamw: .adamW(decay: weightDecay ?? 0.01)
            case .sgd: .descent(momentum: momentum ?? 0.9)
            }
        }
    }

    /// The names of activation functions of hidden layers.
    public enum HiddenActivation: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// The functions, by the names that Keras uses.
        case linear, relu, relu6, elu, gelu, swish, tanh, sigmoid
    }

    /// Checks that the options given are in range and belong together.
    ///
    /// - Throws: `ValidationError`.
    public func validate() throws {
        guard hiddenWidths != nil else {
            throw ValidationError(
                "--hidden is '\(hidden)'; whole numbers from 1 to \(Self.widest), separated by commas, are expected")
        }
        try requireNumbers()
        try optimiser.require(weightDecay: weightDecay, momentum: momentum)
        guard weighting != nil else {
            throw ValidationError(
                "--class-weights is '\(classWeights)'; none, balanced, or two numbers separated by a comma are expected")
        }
    }

    private func requireNumbers() throws {
        try OptionNumbers.require("--batch", givenBatch, 1...Self.widest)
        try OptionNumbers.require("--epochs", givenEpochs, 1...OptionNumbers.most)
        try OptionNumbers.require("--patience", patience, 1...OptionNumbers.most)
        let numbers: [(String, Double?, OptionNumbers.Bounds)] = [
            ("--learning-rate", givenLearningRate, .above(0)), ("--validation", givenValidation, .between(0, 1)),
            ("--focus", givenFocus, .from(0)),
            ("--label-smoothing", givenLabelSmoothing, .from(0, below: 1)), ("--mixup", givenMixup, .from(0)),
            ("--average-decay", averageDecay, .from(0, below: 1)),
        ]
        for (option, value, bounds) in numbers { try OptionNumbers.require(option, value, bounds) }
        if case .given(let weights) = weighting { try OptionNumbers.require("--class-weights", each: weights, .above(0)) }
    }

    /// The widest layer and the largest batch: far more than is useful, yet small enough not to exhaust memory.
    private static let widest = 65_536

    private var hiddenWidths: [Int]? {
        let widths = hidden.split(separator: ",").map { Int($0.filter { $0 != " " }) }
        let known = widths.compactMap { $0 }
        return known.count == widths.count && !known.isEmpty && known.allSatisfy((1...Self.widest).contains) ? known : nil
    }

    private var weighting: ClassWeighting? {
        switch classWeights {
        case "none": return ClassWeighting.none
        case "balanced": return .balanced
        default:
            let weights = classWeights.split(separator: ",").compactMap { Double($0.filter { $0 != " " }) }
            return weights.count == Classifier.classNames.count ? .given(weights) : nil
        }
    }

    /// The layers of the network.
    ///
    /// - Parameter classes: The number of outputs of the last layer.
    /// - Throws: `LearningError`.
    public func architecture(classes: Int = Classifier.classNames.count) throws -> NetworkArchitecture {
        guard let activation = Activation(rawValue: activation.rawValue) else {
            preconditionFailure("\(activation) is an activation of the options, but not of networks")
        }
        return try NetworkArchitecture(
            hiddenWidths: hiddenWidths ?? [], activation: activation, classes: classes)
    }

    /// Checks that training has enough free memory; to be called before anything large is read.
    ///
    /// - Parameters:
    ///   - rows: The number of photographs.
    ///   - columns: The number of columns that are trained on.
    ///   - sourceColumns: The number of columns that are read.
    ///   - networks: The number of networks that are trained at the same time.
    /// - Throws: `PipelineError.memoryShort`; `LearningError`.
    public func requireMemory(rows: Int, columns: Int, sourceColumns: Int, networks: Int = 1) throws {
        let read = sourceColumns == columns ? columns : sourceColumns + columns
        let training = Double(try architecture().trainingBytes(inputs: columns, batchSize: batch))
        try Memory.require(training * Double(networks) + 4 * Double(rows) * Double(read)) {
            .memoryShort(needed: $0, available: $1, columns: columns, hidden: hidden)
        }
    }

    /// The configuration of a training.
    ///
    /// - Parameters:
    ///   - seed: The seed of everything random.
    ///   - distillation: How the network learns from teachers; nil without any.
    ///   - calibrates: Whether a temperature is fitted afterwards.
    public func configuration(
        seed: UInt64, distillation: Distillation? = nil, calibrates: Bool = false
    ) -> TrainingConfiguration {
        TrainingConfiguration(
            epochs: epochs, batchSize: batch, learningRate: givenLearningRate ?? 0.003,
            schedule: (givenSchedule ?? .published).schedule(epochs: epochs), seed: seed, validationFraction: validation,
            patience: patience, balancing: givenBalance ?? .none, standardisesInputs: givenStandardise ?? true,
            precision: givenPrecision ?? .float32, optimiser: optimiser.rule(weightDecay: weightDecay, momentum: momentum),
            objective: TrainingObjective(
                focus: givenFocus ?? 0, weighting: weighting ?? .none, labelSmoothing: givenLabelSmoothing ?? 0),
            mixup: givenMixup ?? 0, averageDecay: averageDecay, calibrates: calibrates, distillation: distillation)
    }
}

extension ClassBalancing: ExpressibleByArgument {}
extension ProductPrecision: ExpressibleByArgument {}
