import Learning
import Records

/// What a classifier predicts.
public enum Prediction: Sendable, Equatable {
    /// The probability that a photograph is aesthetic.
    case classes(Answer)
    /// How votes are distributed over the scores 1 to this number.
    case ratings(scores: Int)
    /// A score on this scale.
    case score(ClosedRange<Double>)

    /// How a network tells the two classes apart.
    public enum Answer: Sendable, Equatable {
        /// By the probabilities of both.
        case both
        /// By that of the class aesthetic alone.
        case aesthetic
    }

    /// What a network predicts that gives this.
    ///
    /// - Throws: `JudgingError.classCount` for classes that are not two, or numbers that are not probabilities.
    init(_ network: TrainedNetwork, _ output: ClassifierApplication.Output, of path: String) throws(JudgingError) {
        let (count, activation) = (network.architecture.classes, network.architecture.numberActivation)
        switch output {
        case .ratings: self = .ratings(scores: count)
        case .score(let scale): self = .score(scale)
        case .classes where count == Classifier.classNames.count: self = .classes(.both)
        case .classes where activation == .sigmoid: self = .classes(.aesthetic)
        case .classes: throw .classCount(classifier: path, found: count)
        }
    }

    /// From the lowest to the highest value of a judgement.
    public var range: ClosedRange<Double> {
        switch self {
        case .classes: 0...1
        case .ratings(let scores): 1...Double(scores)
        case .score(let scale): scale
        }
    }

    /// Whether judgements are scores rather than probabilities.
    public var givesScores: Bool { if case .classes = self { false } else { true } }

    /// What the network's answer to a row means.
    func judgement(of answer: some RandomAccessCollection<Float>) -> Judgement {
        let values = answer.map(Double.init)
        return switch self {
        case .classes(.both): .probability(values[Classifier.aestheticClass])
        case .classes(.aesthetic): .probability(values[0])
        case .ratings: .rating(PredictedRating(shares: values))
        case .score(let scale): .score(scale.lowerBound + values[0] * (scale.upperBound - scale.lowerBound))
        }
    }

    /// What it predicts, for a sentence.
    public var words: String {
        switch self {
        case .classes: "whether photographs are aesthetic"
        case .ratings(let scores): "votes over \(scores) scores"
        case .score(let scale): "scores from \(scale.lowerBound.briefly) to \(scale.upperBound.briefly)"
        }
    }
}
