import ArgumentParser
import Learning
import Storage

/// The options of training a classifier; the defaults are the published recipe, but for inputs that are standardised.
public struct TrainingOptions: ParsableArguments {
    @Option(help: "Times that every photograph is seen.")
    public var epochs: Int = 15

    @Option(help: ArgumentHelp("Photographs a step.", valueName: "count"))
    public var batch: Int = 128

    @Option(help: ArgumentHelp("Learning rate at the start.", valueName: "rate"))
    public var learningRate: Double = 0.003

    @Option(
        help: ArgumentHelp(
            """
            published: times exp(-0.048 e) after epoch e; geometric: times 0.76125, not below 0.0005; cosine: down to 0 \
            over the epochs; plateau: halved after 5 epochs without a lower validation loss; or constant.
            """,
            valueName: "rule"))
    public var schedule: ScheduleName = .published

    @Option(help: ArgumentHelp("Widths of the hidden layers.", valueName: "a,b,c"))
    public var hidden: String = "2048,1024,256"

    @Option(help: ArgumentHelp("Share of the photographs to choose the best epoch on.", valueName: "share"))
    public var validation: Double = 0.1

    @Option(
        help: ArgumentHelp(
            "none; folds: the larger class is dealt into folds and an epoch sees one of them; or oversample.",
            valueName: "rule"))
    public var balance: ClassBalancing = .none

    @Option(help: ArgumentHelp("Stop after so many epochs without a better validation loss.", valueName: "epochs"))
    public var patience: Int?

    @Flag(inversion: .prefixedNo, help: "Bring every column to mean 0 and deviation 1 first; the published way is without.")
    public var standardise = true

    @Option(
        help: ArgumentHelp(
            "Products in float32 or, about half the time, bfloat16; weights and their updates are float32 in either.",
            valueName: "precision"))
    public var precision: ProductPrecision = .float32

    @Option(help: ArgumentHelp("What hidden layers do to their sums.", valueName: "function"))
    public var activation: HiddenActivation = .relu

    @Option(help: "What changes the weights.")
    public var optimiser: OptimiserName = .adam

    @Option(help: "Share of itself that adamw takes from a kernel a step, times the learning rate. (default: 0.01)")
    public var weightDecay: Double?

    @Option(help: "Momentum of sgd. (default: 0.9)")
    public var momentum: Double?

    @Option(help: ArgumentHelp("Exponent of the focal loss, such as 2; 0 is cross-entropy.", valueName: "exponent"))
    public var focus: Double = 0

    @Option(
        help: ArgumentHelp(
            "Weights of the classes in the loss, not aesthetic first: none, balanced, or two numbers.", valueName: "a,b"))
    public var classWeights: String = "none"

    @Option(help: ArgumentHelp("Share of every label that is spread over both classes.", valueName: "share"))
    public var labelSmoothing: Double = 0

    @Option(help: ArgumentHelp("Mix photographs' features by shares from Beta(shape, shape), such as 0.2.", valueName: "shape"))
    public var mixup: Double = 0

    @Option(help: ArgumentHelp("Keep a moving average of the weights in their place, such as 0.99.", valueName: "decay"))
    public var averageDecay: Double?

    public init() {}

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
        guard (1...Self.widest).contains(batch) else {
            throw ValidationError("--batch is \(batch); a number from 1 to \(Self.widest) is expected")
        }
        guard weightDecay == nil || optimiser == .adamw else {
            throw ValidationError("--weight-decay needs --optimiser adamw")
        }
        guard momentum == nil || optimiser == .sgd else { throw ValidationError("--momentum needs --optimiser sgd") }
        guard weighting != nil else {
            throw ValidationError(
                "--class-weights is '\(classWeights)'; none, balanced, or two numbers with a comma between are expected")
        }
        guard validation > 0, validation < 1 else {
            throw ValidationError("--validation is \(validation); a number above 0 and below 1 is expected")
        }
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
        guard let available = AvailableMemory.bytes else { return }
        let read = sourceColumns == columns ? columns : sourceColumns + columns
        let features = rows.multipliedReportingOverflow(by: 4 * read)
        let training = try architecture().trainingBytes(inputs: columns, batchSize: batch)
        let trainings = training.multipliedReportingOverflow(by: networks)
        let needed = trainings.partialValue.addingReportingOverflow(features.partialValue)
        guard features.overflow || trainings.overflow || needed.overflow || needed.partialValue > available else { return }
        throw PipelineError.memoryShort(
            needed: needed.overflow ? Int.max : needed.partialValue, available: available, columns: columns,
            hidden: hidden)
    }

    public func configuration(
        seed: UInt64, distillation: Distillation? = nil, calibrates: Bool = false
    ) -> TrainingConfiguration {
        TrainingConfiguration(
            epochs: epochs, batchSize: batch, learningRate: learningRate, schedule: schedule.schedule(epochs: epochs),
            seed: seed, validationFraction: validation, patience: patience, balancing: balance,
            standardisesInputs: standardise, precision: precision, optimiser: rule,
            objective: TrainingObjective(
                focus: focus, weighting: weighting ?? .none, labelSmoothing: labelSmoothing),
            mixup: mixup, averageDecay: averageDecay, calibrates: calibrates, distillation: distillation)
    }
}

extension ClassBalancing: ExpressibleByArgument {}
extension ProductPrecision: ExpressibleByArgument {}
