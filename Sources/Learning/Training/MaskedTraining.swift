import Matrices

/// The quality of a choice of columns: the accuracy of a classifier that is trained on these columns alone.
///
/// This is the building block of a search for columns. The rows and their split are the same for every choice.
public struct MaskedTraining: Sendable {
    let features: Matrix
    let labels: [Int]
    let parts: [MeasuredSplit]
    private let architecture: NetworkArchitecture
    private let configuration: TrainingConfiguration
    let threads: Int

    /// A measurement on these rows.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`; shared, not copied.
    ///   - labels: One for each row.
    ///   - parts: Which rows train and which measure; the result is the mean over the parts.
    ///   - architecture: The layers of the classifier.
    ///   - configuration: How it is trained.
    ///   - threads: The number of threads of one training, on which the result does not depend.
    public init(
        features: Matrix, labels: [Int], parts: [MeasuredSplit], architecture: NetworkArchitecture = .published(),
        configuration: TrainingConfiguration = TrainingConfiguration(), threads: Int = 1
    ) {
        self.features = features
        self.labels = labels
        self.parts = parts
        self.architecture = architecture
        self.configuration = configuration
        self.threads = threads
    }

    /// Trains on the given columns, and returns the accuracy, 0 to 1, of the epoch with the lowest validation loss.
    ///
    /// Memory in addition to the training: the chosen columns of all rows.
    ///
    /// - Parameters:
    ///   - columns: The columns to train on, in this order.
    ///   - seed: Replaces the seed of the configuration.
    ///   - shouldStop: Called before every step; true ends the training with `LearningError.cancelled`.
    /// - Throws: `LearningError`.
    public func accuracy(
        of columns: [Int], seed: UInt64, shouldStop: () -> Bool = { false }
    ) throws(LearningError) -> Double {
        try advanced(nil, on: columns, to: configuration.epochs, seed: seed, shouldStop: shouldStop).accuracy
    }

    /// A trainer for the given columns.
    ///
    /// - Throws: `LearningError.columnOutOfRange`.
    func trainer(on columns: [Int], seed: UInt64) throws(LearningError) -> Trainer {
        if let column = columns.first(where: { $0 < 0 || $0 >= features.columns }) {
            throw .columnOutOfRange(column: column, columns: features.columns)
        }
        var configuration = configuration
        configuration.seed = seed
        return Trainer(architecture: architecture, configuration: configuration, threads: threads)
    }
}
