import ArgumentParser
import Learning
import Storage

/// The options of training a classifier. What is not given follows from the preset: that of the published recipe, but for
/// inputs that are standardised, unless `resolved(for:)` says otherwise.
public struct TrainingOptions: ParsableArguments {
    @Option(
        name: .customLong("epochs"),
        help: ArgumentHelp("Times that every photograph is seen. (default: 15, of the preset small 150)", valueName: "epochs"))
    var givenEpochs: Int?

    @Option(
        name: .customLong("batch"),
        help: ArgumentHelp("Photographs a step. (default: 128, of the preset small 32)", valueName: "count"))
    var givenBatch: Int?

    @Option(
        name: .customLong("learning-rate"), help: ArgumentHelp("Learning rate at the start. (default: 0.003)", valueName: "rate"))
    var givenLearningRate: Double?

    @Option(
        name: .customLong("schedule"),
        help: ArgumentHelp(
            """
            published: times exp(-0.048 e) after epoch e; geometric: times 0.76125, not below 0.0005; cosine: down to 0 \
            over the epochs; plateau: halved after 5 epochs without a lower validation loss; or constant. (default: published)
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
            "none; folds: the larger class is dealt into folds and an epoch sees one of them; or oversample. (default: none)",
            valueName: "rule"))
    var givenBalance: ClassBalancing?

    @Option(
        help: ArgumentHelp(
            "Stop after so many epochs without a better validation loss. (default: never, of the preset small 40)",
            valueName: "epochs"))
    public var patience: Int?

    @Flag(
        name: .customLong("standardise"), inversion: .prefixedNo,
        help: "Bring every column to mean 0 and deviation 1 first, which is the default; the published way is without.")
    var givenStandardise: Bool?

    @Option(
        name: .customLong("precision"),
        help: ArgumentHelp(
            "Products in float32 or, about half the time, bfloat16; weights and their updates are float32 in either. (default: float32)",
            valueName: "precision"))
    var givenPrecision: ProductPrecision?

    @Option(
        name: .customLong("activation"),
        help: ArgumentHelp("What hidden layers do to their sums. (default: relu)", valueName: "function"))
    var givenActivation: HiddenActivation?

    @Option(
        name: .customLong("optimiser"), help: ArgumentHelp("What changes the weights. (default: adam)", valueName: "optimiser"))
    var givenOptimiser: OptimiserName?

    @Option(help: "Share of itself that adamw takes from a kernel a step, times the learning rate. (default: 0.01)")
    public var weightDecay: Double?

    @Option(help: "Momentum of sgd. (default: 0.9)")
    public var momentum: Double?

    @Option(
        name: .customLong("focus"),
        help: ArgumentHelp("Exponent of the focal loss, such as 2; 0 is cross-entropy. (default: 0)", valueName: "exponent"))
    var givenFocus: Double?

    @Option(
        name: .customLong("class-weights"),
        help: ArgumentHelp(
            "Weights of the classes in the loss, not aesthetic first: none, balanced, or two numbers. (default: none)",
            valueName: "a,b"))
    var givenClassWeights: String?

    @Option(
        name: .customLong("label-smoothing"),
        help: ArgumentHelp("Share of every label that is spread over both classes. (default: 0)", valueName: "share"))
    var givenLabelSmoothing: Double?

    @Option(
        name: .customLong("mixup"),
        help: ArgumentHelp(
            "Mix photographs' features by shares from Beta(shape, shape), such as 0.2. (default: 0)", valueName: "shape"))
    var givenMixup: Double?

    @Option(help: ArgumentHelp("Keep a moving average of the weights in their place, such as 0.99.", valueName: "decay"))
    public var averageDecay: Double?

    public init() {}

    public var epochs: Int { givenEpochs ?? Preset.published.epochs }
    public var validation: Double { givenValidation ?? 0.1 }
    public var hidden: String { givenHidden ?? "2048,1024,256" }
    public var activation: HiddenActivation { givenActivation ?? .relu }
    private var batch: Int { givenBatch ?? Preset.published.batch }
    private var optimiser: OptimiserName { givenOptimiser ?? .adam }
    private var classWeights: String { givenClassWeights ?? "none" }

    /// The same, with what the preset says where nothing was given.
    public func resolved(for preset: Preset) -> TrainingOptions {
        var options = self
        options.givenEpochs = givenEpochs ?? preset.epochs
        options.givenBatch = givenBatch ?? preset.batch
        options.patience = patience ?? preset.patience
        return options
    }

    /// Those that were given, all of which are of networks alone.
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

    public enum ScheduleName: String, ExpressibleByArgument, CaseIterable, Sendable {
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

    public enum OptimiserName: String, ExpressibleByArgument, CaseIterable, Sendable {
        case adam, adamw, sgd
    }

    public enum HiddenActivation: String, ExpressibleByArgument, CaseIterable, Sendable {
        case linear, relu, elu, gelu, swish, tanh
    }

    public func validate() throws {
        guard hiddenWidths != nil else {
            throw ValidationError(
                "--hidden is '\(hidden)'; whole numbers from 1 to \(Self.widest) with commas between them are expected")
        }
        try requireNumbers()
        guard weightDecay == nil || optimiser == .adamw else {
            throw ValidationError("--weight-decay needs --optimiser adamw")
        }
        guard momentum == nil || optimiser == .sgd else { throw ValidationError("--momentum needs --optimiser sgd") }
        guard weighting != nil else {
            throw ValidationError(
                "--class-weights is '\(classWeights)'; none, balanced, or two numbers with a comma between are expected")
        }
    }

    private func requireNumbers() throws {
        try OptionNumbers.require("--batch", givenBatch, 1...Self.widest)
        try OptionNumbers.require("--epochs", givenEpochs, 1...OptionNumbers.most)
        try OptionNumbers.require("--patience", patience, 1...OptionNumbers.most)
        let numbers: [(String, Double?, OptionNumbers.Bounds)] = [
            ("--learning-rate", givenLearningRate, .above(0)), ("--validation", givenValidation, .between(0, 1)),
            ("--weight-decay", weightDecay, .from(0)), ("--momentum", momentum, .from(0, below: 1)),
            ("--focus", givenFocus, .from(0)),
            ("--label-smoothing", givenLabelSmoothing, .from(0, below: 1)), ("--mixup", givenMixup, .from(0)),
            ("--average-decay", averageDecay, .from(0, below: 1)),
        ]
        for (option, value, bounds) in numbers { try OptionNumbers.require(option, value, bounds) }
        if case .given(let weights) = weighting { try OptionNumbers.require("--class-weights", each: weights, .above(0)) }
    }

    /// The widest layer and the largest batch: far beyond use, and small enough not to exhaust any machine's memory.
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

    private var rule: OptimisationRule {
        switch optimiser {
        case .adam: .adam
        case .adamw: .adamW(decay: weightDecay ?? 0.01)
        case .sgd: .descent(momentum: momentum ?? 0.9)
        }
    }

    /// The layers, the last with so many outputs. Throws `LearningError`.
    public func architecture(classes: Int = Classifier.classNames.count) throws -> NetworkArchitecture {
        guard let activation = Activation(rawValue: activation.rawValue) else {
            preconditionFailure("\(activation) is an activation of the options and of no network")
        }
        return try NetworkArchitecture(
            hiddenWidths: hiddenWidths ?? [], activation: activation, classes: classes)
    }

    /// Throws `PipelineError.memoryShort` when training on `rows` photographs of `columns` columns, which are read
    /// from `sourceColumns`, would not fit into the memory that is free; `networks` of them, if so many are under way
    /// together. To be asked before anything large is read.
    public func requireMemory(rows: Int, columns: Int, sourceColumns: Int, networks: Int = 1) throws {
        let read = sourceColumns == columns ? columns : sourceColumns + columns
        let training = Double(try architecture().trainingBytes(inputs: columns, batchSize: batch))
        try Memory.require(training * Double(networks) + 4 * Double(rows) * Double(read)) {
            .memoryShort(needed: $0, available: $1, columns: columns, hidden: hidden)
        }
    }

    public func configuration(
        seed: UInt64, distillation: Distillation? = nil, calibrates: Bool = false
    ) -> TrainingConfiguration {
        TrainingConfiguration(
            epochs: epochs, batchSize: batch, learningRate: givenLearningRate ?? 0.003,
            schedule: (givenSchedule ?? .published).schedule(epochs: epochs), seed: seed, validationFraction: validation,
            patience: patience, balancing: givenBalance ?? .none, standardisesInputs: givenStandardise ?? true,
            precision: givenPrecision ?? .float32, optimiser: rule,
            objective: TrainingObjective(
                focus: givenFocus ?? 0, weighting: weighting ?? .none, labelSmoothing: givenLabelSmoothing ?? 0),
            mixup: givenMixup ?? 0, averageDecay: averageDecay, calibrates: calibrates, distillation: distillation)
    }
}

extension ClassBalancing: ExpressibleByArgument {}
extension ProductPrecision: ExpressibleByArgument {}
