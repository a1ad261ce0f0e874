import Faults

/// How far a search has come, as stopping rules see it.
public struct SearchProgress: Sendable, Equatable {
    /// The number of generations evaluated, including the first.
    public let generations: Int
    /// The number of masks evaluated, each counted once.
    public let evaluations: Int
    /// The number of generations since the best fitness last rose.
    public let generationsWithoutGain: Int
    /// The time since this run of the search began, in seconds.
    public let seconds: Double

    /// Makes the progress of a search.
    ///
    /// - Parameters:
    ///   - generations: the number of generations evaluated.
    ///   - evaluations: the number of masks evaluated.
    ///   - generationsWithoutGain: the number of generations since the best fitness last rose.
    ///   - seconds: the time since this run began.
    public init(generations: Int, evaluations: Int, generationsWithoutGain: Int, seconds: Double) {
        self.generations = generations
        self.evaluations = evaluations
        self.generationsWithoutGain = generationsWithoutGain
        self.seconds = seconds
    }
}

/// When a search ends.
///
/// The rule is checked after every generation, and rules can be combined.
///
/// The result of a search that ends by `.seconds` depends on the machine; all other rules give the same result anywhere.
public indirect enum StoppingRule: Codable, Sendable, Equatable {
    /// This many generations have been evaluated, including the first.
    case generations(Int)
    /// The best fitness has not risen for this many generations.
    case stagnation(generations: Int)
    /// At least this many masks have been evaluated.
    case evaluations(Int)
    /// This run has taken at least this many seconds.
    case seconds(Double)
    /// At least one of the rules is met.
    case any([StoppingRule])
    /// Every one of the rules is met.
    case all([StoppingRule])

    /// Whether a search that has come this far should end.
    public func isMet(by progress: SearchProgress) -> Bool {
        switch self {
        case .generations(let count): progress.generations >= count
        case .stagnation(let count): progress.generationsWithoutGain >= count
        case .evaluations(let count): progress.evaluations >= count
        case .seconds(let seconds): progress.seconds >= seconds
        case .any(let rules): rules.contains { $0.isMet(by: progress) }
        case .all(let rules): rules.allSatisfy { $0.isMet(by: progress) }
        }
    }

    /// Checks the limits.
    ///
    /// - Throws: `EvolutionError.configurationValue` if a limit is below 1 (for seconds: not a number of 0 or more), or a
    ///   combination has no rules.
    func check() throws(EvolutionError) {
        switch self {
        case .generations(let count): try Self.check(count, "limit of generations", .generations)
        case .stagnation(let count): try Self.check(count, "limit of generations without gain", .stagnation)
        case .evaluations(let count): try Self.check(count, "limit of evaluations", .evaluations)
        case .seconds(let seconds):
            guard seconds >= 0 else {
                throw .configurationValue(name: "limit of seconds", value: seconds, expected: "0 or more")
            }
        case .any(let rules), .all(let rules):
            try Self.check(rules.count, "number of combined stopping rules")
            for rule in rules { try rule.check() }
        }
    }

    private static func check(_ value: Int, _ name: String, _ setting: Setting? = nil) throws(EvolutionError) {
        guard value >= 1 else {
            throw .configurationValue(name: name, value: Double(value), expected: "at least 1", setting: setting)
        }
    }
}
