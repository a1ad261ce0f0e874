import Learning
import Matrices

/// What is learned of photographs, and which of them train and which choose the best epoch.
public struct TuningData: Sendable {
    /// What is known of each photograph.
    public enum Truth: Sendable {
        /// Class numbers from 0.
        case labels([Int], classes: Int)
        /// Distributions of votes, one row for each photograph.
        case ratings(RatingDistributions)
        /// Numbers that a network is to give, such as the features of a teacher, one row for each photograph.
        case features(Matrix)

        /// The number of outputs of a network that learns it.
        public var outputs: Int {
            switch self {
            case .labels(_, let classes): classes
            case .ratings(let ratings): ratings.bins
            case .features(let features): features.columns
            }
        }

        /// Whether an answer is right or wrong; the accuracy of others is 0 throughout.
        public var isRightOrWrong: Bool { if case .features = self { false } else { true } }
    }

    /// What is known of each photograph.
    public let truth: Truth
    /// The numbers of the photographs to train on, and of those that choose the epoch.
    public let split: StratifiedSplit
    /// The class of each photograph, by which classes can be balanced; nil if that is not known.
    let classes: [Int]?

    /// Photographs whose numbers the split names.
    ///
    /// - Parameters:
    ///   - truth: What is known of each photograph.
    ///   - split: The photographs to train on, and those that choose the epoch.
    ///   - classes: The class of each photograph, to balance them by; nil for labels, which are classes, and where classes are not
    ///     known.
    /// - Throws: `TuningError` if a part is empty, or all photographs to train on have one label.
    public init(_ truth: Truth, split: StratifiedSplit, classes: [Int]? = nil) throws(TuningError) {
        if split.training.isEmpty { throw .noPhotographs(isTraining: true) }
        if split.validation.isEmpty { throw .noPhotographs(isTraining: false) }
        if case .labels(let labels, _) = truth {
            let found = Set(split.training.map { labels[$0] })
            if let only = found.first, found.count == 1 { throw .oneClassOnly(label: only) }
        }
        if case .labels(let labels, _) = truth { self.classes = labels } else { self.classes = classes }
        let last = max(split.training.max() ?? 0, split.validation.max() ?? 0)
        if let classes = self.classes, classes.count <= last { throw .labelCount(found: classes.count, photographs: last + 1) }
        (self.truth, self.split) = (truth, split)
    }

    /// What the logits are trained towards.
    func objective(batchSize: Int, form: EarthMoverForm) -> any Objective {
        switch truth {
        case .labels(let labels, let classes):
            ClassObjective(ClassificationLoss(), labels: labels, classes: classes, batchSize: batchSize)
        case .ratings(let ratings): RatingObjective(ratings: ratings.shares, form: form, batchSize: batchSize)
        case .features(let features): SquaredErrorObjective(targets: features, batchSize: batchSize)
        }
    }
}
