import ArgumentParser
import Learning

/// The options of training a classifier; the defaults are the published recipe.
public struct TrainingOptions: ParsableArguments {
    @Option(help: "Times that every photograph is seen.")
    public var epochs: Int = 15

    @Option(help: ArgumentHelp("Photographs a step.", valueName: "count"))
    public var batch: Int = 128

    @Option(help: ArgumentHelp("Learning rate of Adam at the start.", valueName: "rate"))
    public var learningRate: Double = 0.003

    @Option(
        help: ArgumentHelp(
            "published: times exp(-0.048 e) after epoch e; geometric: times 0.76125, not below 0.0005; or constant.",
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

    @Flag(help: "Bring every column to mean 0 and deviation 1 first; advisable for fewer than some thousand photographs.")
    public var standardise = false

    @Option(
        help: ArgumentHelp(
            "Products in float32 or, about half the time, bfloat16; weights and their updates are float32 in either.",
            valueName: "precision"))
    public var precision: ProductPrecision = .float32

    public init() {}

    public enum ScheduleName: String, ExpressibleByArgument, CaseIterable, Sendable {
        case published, geometric, constant

        var schedule: LearningRateSchedule {
            switch self {
            case .published: .published
            case .geometric: .publishedGeometric
            case .constant: .constant
            }
        }
    }

    public func validate() throws {
        guard hiddenWidths != nil else {
            throw ValidationError(
                "--hidden is '\(hidden)'; whole numbers from 1 to \(Self.widest) with commas between them are expected")
        }
        guard (1...Self.widest).contains(batch) else {
            throw ValidationError("--batch is \(batch); a number from 1 to \(Self.widest) is expected")
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

    /// The layers. Throws `LearningError`.
    public func architecture() throws -> NetworkArchitecture {
        try NetworkArchitecture(hiddenWidths: hiddenWidths ?? [], classes: Classifier.classNames.count)
    }

    /// Throws `PipelineError.memoryShort` when training on `rows` photographs of `columns` columns, which are read
    /// from `sourceColumns`, would not fit into the memory that is free. To be asked before anything large is read.
    public func requireMemory(rows: Int, columns: Int, sourceColumns: Int) throws {
        guard let available = AvailableMemory.bytes else { return }
        let read = sourceColumns == columns ? columns : sourceColumns + columns
        let features = rows.multipliedReportingOverflow(by: 4 * read)
        let training = try architecture().trainingBytes(inputs: columns, batchSize: batch)
        let needed = training.addingReportingOverflow(features.partialValue)
        guard features.overflow || needed.overflow || needed.partialValue > available else { return }
        throw PipelineError.memoryShort(
            needed: needed.overflow ? Int.max : needed.partialValue, available: available, columns: columns,
            hidden: hidden)
    }

    public func configuration(seed: UInt64, distillation: Distillation? = nil) -> TrainingConfiguration {
        TrainingConfiguration(
            epochs: epochs, batchSize: batch, learningRate: learningRate, schedule: schedule.schedule, seed: seed,
            validationFraction: validation, patience: patience, balancing: balance, standardisesInputs: standardise,
            precision: precision, distillation: distillation)
    }
}

extension ClassBalancing: ExpressibleByArgument {}
extension ProductPrecision: ExpressibleByArgument {}
