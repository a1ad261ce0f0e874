import Matrices

/// Trains a fully connected classifier on labelled rows of features.
///
/// The recipe is Keras': mini-batches in an order shuffled every epoch, Adam, the weights of the epoch with the lowest
/// validation loss kept. The same data and seed give the same bytes.
public struct Trainer: Sendable {
    public let architecture: NetworkArchitecture
    public let configuration: TrainingConfiguration

    public init(
        architecture: NetworkArchitecture = .published(),
        configuration: TrainingConfiguration = TrainingConfiguration()
    ) {
        self.architecture = architecture
        self.configuration = configuration
    }

    /// Trains from new weights.
    ///
    /// - Parameters:
    ///   - features: `[rows, columns]`, all finite.
    ///   - labels: one a row, from 0 to the number of classes less 1.
    ///   - validation: where the rows come from that choose the best epoch.
    ///   - teacher: what it says of every row, where the configuration asks for distillation, else nil.
    ///   - shouldStop: asked before every step; true ends the training with `LearningError.cancelled`.
    ///   - progress: told of every epoch.
    ///
    /// Throws `LearningError`. A last batch of one row is trained on as it is, as in Keras: its variance is 0.
    /// Memory: four times the weights and the activations of one batch; the features are not copied.
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

    /// The same for rated rows: the network learns their distributions, by the squared earth mover's distance (Hou, Yu and
    /// Samaras 2016), and its classes are the bins. `split` names the rows that choose the best epoch; nil draws them, of low
    /// and high means alike. Accuracies are then the share of rows whose predicted mean lies on the right side of the middle
    /// of the scale.
    public func start(
        features: Matrix, ratings: RatingDistributions, split: StratifiedSplit? = nil, teacher: TeacherAnswers? = nil,
        groups: RowGroups? = nil, resumingFrom snapshot: TrainingSnapshot? = nil
    ) throws(LearningError) -> TrainingRun {
        try configuration.check(classes: architecture.classes)
        let data = try TrainingData(
            features: features, ratings: ratings, split: split, teacher: teacher, classes: architecture.classes,
            configuration: configuration, groups: groups)
        return try TrainingRun(
            architecture: architecture, configuration: configuration, data: data, resumingFrom: snapshot)
    }

    /// Prepares a training, which its caller then leads from epoch to epoch; `fit` does both. With a snapshot of an
    /// earlier run on the same data with the same configuration, it goes on from there. Where validation rows are drawn,
    /// rows of one of the `groups` stay together. Throws `LearningError`.
    public func start(
        features: Matrix, labels: [Int], validation: ValidationSource = .drawn, teacher: TeacherAnswers? = nil,
        groups: RowGroups? = nil, resumingFrom snapshot: TrainingSnapshot? = nil
    ) throws(LearningError) -> TrainingRun {
        try configuration.check(classes: architecture.classes)
        let data = try TrainingData(
            features: features, labels: labels, validation: validation, teacher: teacher,
            classes: architecture.classes, configuration: configuration, groups: groups)
        return try TrainingRun(
            architecture: architecture, configuration: configuration, data: data, resumingFrom: snapshot)
    }
}
