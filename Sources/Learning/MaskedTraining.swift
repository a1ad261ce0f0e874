import Matrices

/// How good a choice of columns is: the accuracy of a classifier that is trained on them alone.
///
/// The building block of a search for columns. Rows and their split stay the same for every choice.
public struct MaskedTraining: Sendable {
    let features: Matrix
    let labels: [Int]
    let parts: [MeasuredSplit]
    private let architecture: NetworkArchitecture
    private let configuration: TrainingConfiguration

    /// - Parameters:
    ///   - features: `[rows, columns]`; shared, not copied.
    ///   - labels: one a row.
    ///   - parts: which rows train and which measure; the mean over the parts is taken.
    public init(
        features: Matrix, labels: [Int], parts: [MeasuredSplit], architecture: NetworkArchitecture = .published(),
        configuration: TrainingConfiguration = TrainingConfiguration()
    ) {
        self.features = features
        self.labels = labels
        self.parts = parts
        self.architecture = architecture
        self.configuration = configuration
    }

    /// Trains on the given columns, in the order given, and returns the accuracy, 0 to 1, of the epoch with the lowest
    /// validation loss. `seed` takes the place of the configuration's. Throws `LearningError`.
    ///
    /// Memory beside the training: the chosen columns of all rows.
    public func accuracy(
        of columns: [Int], seed: UInt64, shouldStop: () -> Bool = { false }
    ) throws(LearningError) -> Double {
        try advanced(nil, on: columns, to: configuration.epochs, seed: seed, shouldStop: shouldStop).accuracy
    }

    /// Throws `LearningError.columnOutOfRange`.
    func trainer(on columns: [Int], seed: UInt64) throws(LearningError) -> Trainer {
        if let column = columns.first(where: { $0 < 0 || $0 >= features.columns }) {
            throw .columnOutOfRange(column: column, columns: features.columns)
        }
        var configuration = configuration
        configuration.seed = seed
        return Trainer(architecture: architecture, configuration: configuration)
    }
}
