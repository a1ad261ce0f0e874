import Evaluation
import Judging
import Matrices
import StageSupport

/// A photograph's truth and a classifier's judgement of it.
struct JudgedRow {
    /// Relative to its set.
    let path: String
    /// 1 aesthetic, 0 not, -1 unknown.
    let label: Int8
    let group: String?
    /// Votes for the scores 1, 2, …; empty without ratings.
    let votes: [Float]
    /// The mean score, if one was given, on any scale.
    var mean: Double?
    /// Whether the mean score, or that of the votes, is on the scale that the classifier predicts.
    var isOnScale = false
    let judgement: Judgement
    /// Whether the classifier was trained on it.
    let isTrainedOn: Bool

    /// The photograph with its truth: by the votes if the classifier predicts them, otherwise by the label.
    ///
    /// - Parameters:
    ///   - classifier: The classifier that judged it.
    ///   - threshold: A mean score, or a probability.
    /// - Returns: Nil if the truth is not known.
    func photograph(for classifier: Classifier, threshold: Double) -> JudgedPhotograph? {
        let rated = rated, meanVote = rated?.mean
        guard let truth = truth(meanVote: meanVote, of: rated, threshold: threshold) else { return nil }
        return JudgedPhotograph(
            path: path, label: truth, probability: classifier.level(of: judgement), group: group, meanVote: meanVote,
            isTrainedOn: isTrainedOn)
    }

    private func truth(meanVote: Double?, of rated: RatedPhotograph?, threshold: Double) -> Int8? {
        guard let meanVote, let rated else { return label >= 0 ? label : nil }
        let isComparable =
            switch rated.prediction {
            case .probability: false
            case .shares: mean == nil || isOnScale
            case .score: isOnScale
            }
        guard isComparable else { return label >= 0 ? label : nil }
        return meanVote >= threshold ? 1 : 0
    }

    /// The shares of the votes, or the mean score, together with the prediction.
    ///
    /// Nil if there are neither votes nor a mean score, or if the prediction is for another number of scores.
    var rated: RatedPhotograph? {
        if let mean { return RatedPhotograph(path: path, mean: mean, prediction: prediction) }
        let sum = votes.reduce(0) { $0 + Double($1) }
        guard sum > 0 else { return nil }
        if case .rating(let rating) = judgement, rating.shares.count != votes.count { return nil }
        return RatedPhotograph(path: path, votes: votes.map { Double($0) / sum }, prediction: prediction)
    }

    private var prediction: RatedPhotograph.Prediction {
        switch judgement {
        case .probability(let probability): .probability(probability)
        case .rating(let rating): .shares(rating.shares)
        case .score(let score): .score(score)
        }
    }
}
