import Judging
import Learning
import Matrices
import Records
import StageSupport

/// What a training learns about its photographs.
enum TrainingTruth {
    /// 0 or 1.
    case labels([Int])
    case ratings(RatingDistributions)

    /// Takes labels or votes, depending on the loss; throws `PipelineError` if they are missing.
    init(_ source: SourceFeatures, loss: Train.LossName) throws {
        switch loss {
        case .crossEntropy: self = .labels(try source.labels())
        case .emd: self = .ratings(try source.ratings())
        }
    }

    var output: ClassifierApplication.Output {
        switch self {
        case .labels: .classes
        case .ratings: .ratings
        }
    }

    /// The names of the network's outputs; those of scores are their numbers.
    var classNames: [String] {
        switch self {
        case .labels: Classifier.classNames
        case .ratings(let ratings): (1...ratings.bins).map(String.init)
        }
    }

    /// The lowest value at which a photograph counts as aesthetic: a probability, or the score in the middle.
    var threshold: Double {
        switch self {
        case .labels: 0.5
        case .ratings(let ratings): RatingScale.middle(ofBins: ratings.bins)
        }
    }

    /// A summary of these rows.
    func summary(of rows: [Int]) -> String {
        switch self {
        case .labels(let labels): "\(rows.count { labels[$0] == 1 }) aesthetic"
        case .ratings(let ratings): "votes for \(ratings.bins) scores"
        }
    }

    /// Throws `LearningError.configurationValue` for a threshold that is not between the first score and the last.
    func check(threshold: Double) throws(LearningError) {
        guard case .ratings(let ratings) = self, !(threshold > 1 && threshold < Double(ratings.bins)) else { return }
        throw .configurationValue(
            name: "threshold of mean scores", value: threshold, expected: "above 1 and below \(ratings.bins)",
            setting: .threshold)
    }

    /// Starts a training, or resumes one; without `split`, the rows that choose the epoch are drawn.
    func start(
        _ trainer: Trainer, _ input: Matrix, teacher: TeacherAnswers?, split: StratifiedSplit?, groups: RowGroups?,
        resumingFrom snapshot: TrainingSnapshot?
    ) throws(LearningError) -> TrainingRun {
        switch self {
        case .labels(let labels):
            try trainer.start(
                features: input, labels: labels, validation: split.map { .split($0) } ?? .drawn, teacher: teacher,
                groups: groups, resumingFrom: snapshot)
        case .ratings(let ratings):
            try trainer.start(
                features: input, ratings: ratings, split: split, teacher: teacher, groups: groups, resumingFrom: snapshot)
        }
    }
}
