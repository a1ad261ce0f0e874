import Learning
import Matrices
import StageSupport
import Storage

/// What a training learns of its photographs.
enum TrainingTruth {
    /// 0 or 1.
    case labels([Int])
    case ratings(RatingDistributions)

    /// Throws `PipelineError` where labels or votes are missing.
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

    /// The names of what the network predicts; scores go by their numbers.
    var classNames: [String] {
        switch self {
        case .labels: Classifier.classNames
        case .ratings(let ratings): (1...ratings.bins).map(String.init)
        }
    }

    /// From where a photograph counts as aesthetic: a probability, or the score in the middle.
    var threshold: Double {
        switch self {
        case .labels: 0.5
        case .ratings(let ratings): RatingScale.middle(ofBins: ratings.bins)
        }
    }

    /// Of these rows.
    func summary(of rows: [Int]) -> String {
        switch self {
        case .labels(let labels): "\(rows.count { labels[$0] == 1 }) aesthetic"
        case .ratings(let ratings): "votes for \(ratings.bins) scores"
        }
    }

    /// Throws `LearningError.configurationValue` for a threshold that is no score between the first and the last.
    func check(threshold: Double) throws(LearningError) {
        guard case .ratings(let ratings) = self, !(threshold > 1 && threshold < Double(ratings.bins)) else { return }
        throw .configurationValue(
            name: "mean score (--threshold)", value: threshold, expected: "above 1 and below \(ratings.bins)")
    }

    /// Begins a training, or goes on with one; `split` nil: the rows that choose the epoch are drawn.
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
