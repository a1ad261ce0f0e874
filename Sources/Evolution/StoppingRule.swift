/// How far a search has come, as stopping rules see it.
public struct SearchProgress: Sendable, Equatable {
    /// Generations evaluated, the first included.
    public let generations: Int
    /// Masks evaluated, each once.
    public let evaluations: Int
    /// Generations since the best fitness last rose.
    public let generationsWithoutGain: Int
    /// Since this run of the search began.
    public let seconds: Double

    public init(generations: Int, evaluations: Int, generationsWithoutGain: Int, seconds: Double) {
        self.generations = generations
        self.evaluations = evaluations
        self.generationsWithoutGain = generationsWithoutGain
        self.seconds = seconds
    }
}

/// When a search ends; asked after every generation. Rules compose.
///
/// A search that ends by `.seconds` has a result that depends on the machine; all other rules give the same one anywhere.
public indirect enum StoppingRule: Codable, Sendable, Equatable {
    /// So many generations are evaluated, the first included.
    case generations(Int)
    /// The best fitness has not risen for so many generations.
    case stagnation(generations: Int)
    /// At least so many masks are evaluated.
    case evaluations(Int)
    /// This run has taken at least so long.
    case seconds(Double)
    /// One of the rules is met.
    case any([StoppingRule])
    /// Every one of the rules is met.
    case all([StoppingRule])

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

    /// Throws `EvolutionError.configurationValue` when a limit is below 1 (seconds: not a number of 0 or more), or a
    /// combination has no rules.
    func check() throws(EvolutionError) {
        switch self {
        case .generations(let count): try Self.check(count, "limit of generations (--generations)")
        case .stagnation(let count): try Self.check(count, "limit of generations without gain (--stagnation)")
        case .evaluations(let count): try Self.check(count, "limit of evaluations (--evaluations)")
        case .seconds(let seconds):
            guard seconds >= 0 else {
                throw .configurationValue(name: "limit of seconds", value: seconds, expected: "0 or more")
            }
        case .any(let rules), .all(let rules):
            try Self.check(rules.count, "number of combined stopping rules")
            for rule in rules { try rule.check() }
        }
    }

    private static func check(_ value: Int, _ name: String) throws(EvolutionError) {
        guard value >= 1 else {
            throw .configurationValue(name: name, value: Double(value), expected: "at least 1")
        }
    }
}
