import Evaluation
import Matrices
import StageSupport

/// A photograph's truth beside what a classifier says of it.
struct JudgedRow {
    /// Relative to its set.
    let path: String
    /// 1 aesthetic, 0 not, -1 unknown.
    let label: Int8
    let group: String?
    /// Votes for the scores 1, 2, …; none where there are no ratings.
    let votes: [Float]
    let judgement: Judgement

    /// The photograph with 1 or 0 by the votes where the classifier predicts them, else by the label; nil where neither is
    /// known.
    func photograph(for classifier: Classifier) -> JudgedPhotograph? {
        let voted = rating.map { RatingScale.mean(of: $0.truth) >= classifier.threshold }
        guard let truth = voted.map({ $0 ? 1 : 0 }) ?? (label >= 0 ? label : nil) else { return nil }
        return JudgedPhotograph(
            path: path, label: truth, probability: classifier.level(of: judgement), group: group)
    }

    /// The shares of the votes and those predicted; nil unless there are votes and the judgement is of as many scores.
    var rating: (truth: [Double], prediction: [Double])? {
        let sum = votes.reduce(0) { $0 + Double($1) }
        guard case .rating(let rating) = judgement, sum > 0, rating.shares.count == votes.count else { return nil }
        return (votes.map { Double($0) / sum }, rating.shares)
    }
}
