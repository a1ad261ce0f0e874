/// How much each class counts in the loss.
public enum ClassWeighting: Codable, Sendable, Equatable {
    /// All classes count the same.
    case none
    /// In inverse proportion to the number of training rows of the class; 1 on average over the rows.
    case balanced
    /// The weights of the classes, in order; all above 0.
    case given([Double])

    /// The weights for training rows with these labels; nil if all are 1.
    func weights(labels: some Sequence<Int>, classes: Int) -> [Double]? {
        switch self {
        case .none: return nil
        case .given(let weights): return weights
        case .balanced:
            var counts = [Int](repeating: 0, count: classes)
            for label in labels { counts[label] += 1 }
            let rows = counts.reduce(0, +)
            let present = counts.filter { $0 > 0 }.count
            return counts.map { $0 == 0 ? 0 : Double(rows) / Double(present * $0) }
        }
    }

    func check(classes: Int) throws(LearningError) {
        guard case .given(let weights) = self else { return }
        guard weights.count == classes else { throw .classWeightCount(found: weights.count, classes: classes) }
        if let value = weights.first(where: { !($0 > 0 && $0.isFinite) }) {
            throw .configurationValue(name: "weight of a class", value: value, expected: "above 0")
        }
    }
}

/// The loss that training minimises, apart from a teacher's share: cross-entropy and its variants.
public struct TrainingObjective: Codable, Sendable, Equatable {
    /// The exponent of the focal loss, 0 or more; 0 gives cross-entropy.
    ///
    /// A higher focus gives less weight to rows that are already correct. Published by Lin et al. (2017).
    public var focus: Double
    /// How much each class counts.
    public var weighting: ClassWeighting
    /// The share of every label that is spread over all classes, at least 0 and below 1.
    ///
    /// Published by Szegedy et al. (2016).
    public var labelSmoothing: Double

    /// A loss that is plain cross-entropy unless values are given; training checks their ranges.
    public init(focus: Double = 0, weighting: ClassWeighting = .none, labelSmoothing: Double = 0) {
        self.focus = focus
        self.weighting = weighting
        self.labelSmoothing = labelSmoothing
    }

    func check(classes: Int) throws(LearningError) {
        if !(focus >= 0 && focus.isFinite) {
            throw .configurationValue(name: "focus of the loss", value: focus, expected: "0 or more")
        }
        if !(0..<1 ~= labelSmoothing) {
            throw .configurationValue(
                name: "label smoothing", value: labelSmoothing, expected: "at least 0 and below 1")
        }
        try weighting.check(classes: classes)
    }
}
