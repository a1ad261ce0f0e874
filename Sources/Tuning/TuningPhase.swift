/// A part of a training: which layers it changes, for how long, and how fast.
public struct TuningPhase: Codable, Sendable, Equatable {
    /// The layers that a phase changes.
    public enum Part: Codable, Sendable, Equatable {
        /// The head alone, on features of the body that are computed once.
        case head
        /// Body and head.
        case all
        /// The layers from the one with this name on, and the head.
        case from(layer: String)
    }

    /// The layers that change; others keep their parameters and statistics.
    public var part: Part
    /// The number of epochs, at least 1.
    public var epochs: Int
    /// The learning rate at the phase's first step, above 0.
    public var rate: Double
    /// By how much the rate falls: before step s, counted from 0, it is `rate / (1 + decay * s)`, as in Keras; 0 or more.
    public var decay: Double
    /// By what the learning rate of the head is multiplied, above 0.
    public var headFactor: Double
    /// Whether batches are normalised in the body by its moving statistics, which stay as they are.
    public var keepsStatistics: Bool

    /// A phase, at a constant rate unless given.
    public init(
        _ part: Part, epochs: Int, rate: Double, decay: Double = 0, headFactor: Double = 1, keepsStatistics: Bool = false
    ) {
        self.part = part
        self.epochs = epochs
        self.rate = rate
        self.decay = decay
        self.headFactor = headFactor
        self.keepsStatistics = keepsStatistics
    }

    /// The learning rate of a step, counted from 0 within the phase.
    func rate(ofStep step: Int) -> Double { rate / (1 + decay * Double(step)) }

    func check(number: Int) throws(TuningError) {
        let values: [(String, Double, Bool, String)] = [
            ("number of epochs", Double(epochs), epochs >= 1, "at least 1"),
            ("rate", rate, rate > 0 && rate.isFinite, "above 0"),
            ("decay", decay, decay >= 0 && decay.isFinite, "0 or more"),
            ("factor of the head's rate", headFactor, headFactor > 0 && headFactor.isFinite, "above 0"),
        ]
        for (name, value, isSound, expected) in values where !isSound {
            throw .phaseValue(phase: number, name: name, value: value, expected: expected)
        }
    }
}
