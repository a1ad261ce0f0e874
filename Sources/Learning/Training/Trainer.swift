import Matrices

/// Trains a fully connected classifier on labelled rows of features.
///
/// The recipe is that of Keras: mini-batches in an order shuffled in every epoch, Adam, and the weights of the epoch with the
/// lowest validation loss. The same data and seed give the same bytes.
public struct Trainer: Sendable {
    /// The layers of the classifier.
    public let architecture: NetworkArchitecture
    /// How it is trained.
    public let configuration: TrainingConfiguration
    /// The number of threads, on which the result does not depend.
    public let threads: Int

    /// A trainer for these layers, with this configuration.
    ///
    /// - Parameters:
    ///   - architecture: The layers of the classifier.
    ///   - configuration: How it is trained.
    ///   - threads: The number of threads, on which the result does not depend.
    public init(
        architecture: NetworkArchitecture = .published(),
        configuration: TrainingConfiguration = TrainingConfiguration(), threads: Int = 1
    ) {
        self.architecture = architecture
        self.configuration = configuration
        self.threads = threads
    }

    /// Trains from new weights.
    ///
    /// A last batch of one row is trained on as it is, as in Keras; its variance is 0. Memory: four times the weights, and the
    /// activations of one batch; the features are not copied.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`, all finite.
    ///   - labels: One for each row, from 0 to the number of classes less 1.
    ///   - validation: Where the rows come from that choose the best epoch.
    ///   - teacher: A teacher's answer to every row, if the configuration asks for distillation; else nil.
    ///   - shouldStop: Called before every step; true ends the training with `LearningError.cancelled`.
    ///   - progress: Called after every epoch.
    /// - Throws: `LearningError`.
    public func fit(
        features: Matrix, labels: [Int], validation: ValidationSource = .drawn, teacher: TeacherAnswers? = nil,
        shouldStop: () -> Bool = { Task.isCancelled }, progress: (EpochReport) -> Void = { _ in }
    ) throws(LearningError) -> TrainedNetwork {
        let run = try start(features: features, labels: labels, validation: validation, teacher: teacher)
        while !run.isFinished {
            progress(try run.nextEpoch(shouldStop: shouldStop))
        }
        return try run.result()
    }

    /// Prepares a training on rated rows: the network learns the distributions of ratings, and its classes are the bins.
    ///
    /// The loss is the squared earth mover's distance (Hou, Yu and Samaras 2016). Accuracies are the share of rows whose
    /// predicted mean lies on the correct side of the middle of the scale.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`, all finite.
    ///   - ratings: One distribution for each row.
    ///   - split: The rows that train and those that choose the best epoch; nil to draw them, alike in their mean scores.
    ///   - teacher: A teacher's answer to every row, if the configuration asks for distillation; else nil.
    ///   - groups: Rows that must stay together if validation rows are drawn.
    ///   - snapshot: The state of an earlier run on the same data with the same configuration, to resume from.
    /// - Throws: `LearningError`.
    public func start(
        features: Matrix, ratings: RatingDistributions, split: StratifiedSplit? = nil, teacher: TeacherAnswers? = nil,
        groups: RowGroups? = nil, resumingFrom snapshot: TrainingSnapshot? = nil
    ) throws(LearningError) -> TrainingRun {
        try configuration.check(classes: architecture.classes)
        let data = try TrainingData(
            features: features, ratings: ratings, split: split, teacher: teacher, classes: architecture.classes,
            configuration: configuration, groups: groups)
        return try TrainingRun(
            architecture: architecture, configuration: configuration, data: data, threads: threads, resumingFrom: snapshot)
    }

    /// Prepares a training, which the caller then runs epoch by epoch; `fit` does both.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`, all finite.
    ///   - labels: One for each row, from 0 to the number of classes less 1.
    ///   - validation: Where the rows come from that choose the best epoch.
    ///   - teacher: A teacher's answer to every row, if the configuration asks for distillation; else nil.
    ///   - groups: Rows that must stay together if validation rows are drawn.
    ///   - snapshot: The state of an earlier run on the same data with the same configuration, to resume from.
    /// - Throws: `LearningError`.
    public func start(
        features: Matrix, labels: [Int], validation: ValidationSource = .drawn, teacher: TeacherAnswers? = nil,
        groups: RowGroups? = nil, resumingFrom snapshot: TrainingSnapshot? = nil
    ) throws(LearningError) -> TrainingRun {
        try configuration.check(classes: architecture.classes)
        let data = try TrainingData(
            features: features, labels: labels, validation: validation, teacher: teacher,
            classes: architecture.classes, configuration: configuration, groups: groups)
        return try TrainingRun(
            architecture: architecture, configuration: configuration, data: data, threads: threads, resumingFrom: snapshot)
    }
}
