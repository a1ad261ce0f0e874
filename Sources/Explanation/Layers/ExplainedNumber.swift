/// Which of a judge's numbers a method explains that goes through its layers.
public enum ExplainedNumber: String, Sendable, Hashable, CaseIterable {
    /// The probability of aesthetic, or the mean score.
    case verdict
    /// What the softmax takes: the log of the odds of aesthetic; of a judge of ratings, the scores' inputs weighted by the slope
    /// of the mean score at the picture.
    ///
    /// Unlike a probability it does not flatten out near 0 and 1.
    case odds
}
