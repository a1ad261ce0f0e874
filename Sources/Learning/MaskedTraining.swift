import Matrices

/// How good a choice of columns is: the accuracy of a classifier that is trained on them alone.
///
/// The building block of a search for columns. Rows and their split stay the same for every choice.
public struct MaskedTraining: Sendable {
    private let features: Matrix
    private let labels: [Int]
    private let split: StratifiedSplit
    private let architecture: NetworkArchitecture
    private let configuration: TrainingConfiguration

    /// - Parameters:
    ///   - features: `[rows, columns]`; shared, not copied.
    ///   - labels: one a row.
    ///   - split: which rows train and which measure.
    public init(
        features: Matrix, labels: [Int], split: StratifiedSplit, architecture: NetworkArchitecture = .published(),
        configuration: TrainingConfiguration = TrainingConfiguration()
    ) {
        self.features = features
        self.labels = labels
        self.split = split
        self.architecture = architecture
        self.configuration = configuration
    }

    /// Trains on the given columns, in the order given, and returns the validation accuracy, 0 to 1, of the epoch with
    /// the lowest validation loss. `seed` takes the place of the configuration's. Throws `LearningError`.
    ///
    /// Memory beside the training: the chosen columns of all rows of the split.
    public func accuracy(of columns: [Int], seed: UInt64) throws(LearningError) -> Double {
        if let column = columns.first(where: { $0 < 0 || $0 >= features.columns }) {
            throw .columnOutOfRange(column: column, columns: features.columns)
        }
        var configuration = configuration
        configuration.seed = seed
        let network = try Trainer(architecture: architecture, configuration: configuration).fit(
            features: features.selecting(columns: columns), labels: labels, validation: .split(split))
        guard let best = network.history.best else { preconditionFailure("a training has at least one epoch") }
        return best.validationAccuracy
    }
}
