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
    /// The mean score where it was given; on which scale is no matter, unless it is the classifier's.
    var mean: Double?
    /// Whether the mean score that was given is on the scale that the classifier predicts.
    var isOnScale = false
    let judgement: Judgement
    /// Whether the classifier was trained on it.
    let isTrainedOn: Bool

    /// The photograph with 1 or 0 by the votes where the classifier predicts them, else by the label; nil where neither is
    /// known. `threshold` is a mean score, or a probability.
    func photograph(for classifier: Classifier, threshold: Double) -> JudgedPhotograph? {
        let rated = rated, meanVote = rated?.mean
        guard let truth = truth(meanVote: meanVote, of: rated, threshold: threshold) else { return nil }
        return JudgedPhotograph(
            path: path, label: truth, probability: classifier.level(of: judgement), group: group, meanVote: meanVote,
            isTrainedOn: isTrainedOn)
    }

    private func truth(meanVote: Double?, of rated: RatedPhotograph?, threshold: Double) -> Int8? {
        if let meanVote, mean == nil || isOnScale, case .shares = rated?.prediction { return meanVote >= threshold ? 1 : 0 }
        return label >= 0 ? label : nil
    }

    /// The shares of the votes, or the mean score, beside the prediction; nil without either, and where the judgement is of other scores.
    var rated: RatedPhotograph? {
        if let mean {
            switch judgement {
            case .probability(let probability):
                return RatedPhotograph(path: path, mean: mean, prediction: .probability(probability))
            case .rating(let rating):
                return RatedPhotograph(path: path, mean: mean, prediction: .shares(rating.shares))
            }
        }
        let sum = votes.reduce(0) { $0 + Double($1) }
        guard sum > 0 else { return nil }
        let shares = votes.map { Double($0) / sum }
        switch judgement {
        case .probability(let probability):
            return RatedPhotograph(path: path, votes: shares, prediction: .probability(probability))
        case .rating(let rating):
            guard rating.shares.count == votes.count else { return nil }
            return RatedPhotograph(path: path, votes: shares, prediction: .shares(rating.shares))
        }
    }
}
