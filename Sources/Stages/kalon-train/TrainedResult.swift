import Evaluation
import Learning
import Matrices
import StageSupport

/// The result of a training: the classifier's network, and a report on it.
struct TrainedResult {
    var network: TrainedNetwork
    var report: TrainingReport
    /// Lines for the user, in order.
    var lines: [String]
}

/// What a training is given in addition to its options.
struct TrainingMaterial {
    /// `[rows, columns]`.
    let input: Matrix
    let truth: TrainingTruth
    /// The teachers' answers for each row; nil without teachers.
    let teacher: TeacherAnswers?
    /// The rows to train on and those that choose the epoch, if a manifest names them; nil if they are to be drawn.
    let split: StratifiedSplit?
    let groups: RowGroups?

    /// The labels; nil for ratings.
    var labels: [Int]? {
        if case .labels(let labels) = truth { labels } else { nil }
    }
}
