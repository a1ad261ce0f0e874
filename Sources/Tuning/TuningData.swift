import Learning

/// What is learned of photographs, and which of them train and which choose the best epoch.
public struct TuningData: Sendable {
    /// What is known of each photograph.
    public enum Truth: Sendable {
        /// Class numbers from 0.
        case labels([Int], classes: Int)
        /// Distributions of votes, one row for each photograph.
        case ratings(RatingDistributions)

        /// The number of outputs of a network that learns it.
        public var outputs: Int {
            switch self {
            case .labels(_, let classes): classes
            case .ratings(let ratings): ratings.bins
            }
        }
    }

    /// What is known of each photograph.
    public let truth: Truth
    /// The numbers of the photographs to train on, and of those that choose the epoch.
    public let split: StratifiedSplit

    /// Photographs whose numbers the split names.
    ///
    /// - Throws: `TuningError` if a part is empty, or all photographs to train on have one label.
    public init(_ truth: Truth, split: StratifiedSplit) throws(TuningError) {
        if split.training.isEmpty { throw .noPhotographs(isTraining: true) }
        if split.validation.isEmpty { throw .noPhotographs(isTraining: false) }
        if case .labels(let labels, _) = truth {
            let found = Set(split.training.map { labels[$0] })
            if let only = found.first, found.count == 1 { throw .oneClassOnly(label: only) }
        }
        (self.truth, self.split) = (truth, split)
    }

    /// What the logits are trained towards.
    func objective(batchSize: Int, form: EarthMoverForm) -> any Objective {
        switch truth {
        case .labels(let labels, let classes):
            ClassObjective(ClassificationLoss(), labels: labels, classes: classes, batchSize: batchSize)
        case .ratings(let ratings): RatingObjective(ratings: ratings.shares, form: form, batchSize: batchSize)
        }
    }
}
