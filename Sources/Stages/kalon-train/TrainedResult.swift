import Evaluation
import Learning
import Matrices
import StageSupport

/// What a training gives: the classifier's network, and what is told of it.
struct TrainedResult {
    var network: TrainedNetwork
    var report: TrainingReport
    /// Lines for a person, in their order.
    var lines: [String]
}

/// What a training is given, beside its own options.
struct TrainingMaterial {
    /// `[rows, columns]`.
    let input: Matrix
    let truth: TrainingTruth
    /// What the teachers say of each row; nil where there are none.
    let teacher: TeacherAnswers?
    /// The rows to train on and those that choose the epoch, where a manifest says so; nil where they are to be drawn.
    let split: StratifiedSplit?
    let groups: RowGroups?

    /// The labels; none of ratings.
    var labels: [Int]? {
        if case .labels(let labels) = truth { labels } else { nil }
    }
}
