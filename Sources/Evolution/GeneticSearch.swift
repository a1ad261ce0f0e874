/// A genetic algorithm that searches for the columns that make the best classifier.
///
/// A generation is ranked by fitness. The elites survive unchanged, the other parents are mutated, and children of the parents
/// replace the rest. A mask is evaluated only once, however often it comes up, so with an elite the best fitness never falls.
/// The same seed, source and configuration give the same history, whatever the parallelism and wherever the search was
/// interrupted.
public struct GeneticSearch: Sendable {
    /// How the search works.
    public let configuration: SearchConfiguration

    /// Makes a search with this configuration, which is checked when it runs.
    public init(configuration: SearchConfiguration) {
        self.configuration = configuration
    }

    /// Runs the search until the configuration's stopping rule is met.
    ///
    /// - Parameters:
    ///   - seed: the seed of all random choices.
    ///   - sourceWidth: the number of columns to choose from.
    ///   - parallelism: the number of evaluations under way at a time, at least 1; one by default, since training uses
    ///     every core.
    ///   - snapshot: the state that an earlier run of the same search reached; nil to start from the beginning.
    ///   - onGeneration: called after every generation is evaluated, with a snapshot to resume from.
    ///   - fitness: how good a mask is.
    /// - Throws: `EvolutionError`, also for a fitness that is not finite, and whatever `fitness` and `onGeneration` throw.
    public func run(
        seed: UInt64, sourceWidth: Int, parallelism: Int = 1, resumingFrom snapshot: SearchSnapshot? = nil,
        onGeneration: (GenerationRecord, SearchSnapshot) throws -> Void = { _, _ in }, fitness: @escaping Fitness
    ) throws -> SearchResult {
        guard parallelism >= 1 else {
            throw EvolutionError.configurationValue(
                name: "parallelism", value: Double(parallelism), expected: "at least 1")
        }
        return try run(
            seed: seed, sourceWidth: sourceWidth, resumingFrom: snapshot, onGeneration: onGeneration,
            measuring: FitnessEvaluation(fitness: fitness, parallelism: parallelism))
    }

    /// Runs the search with a fitness that measures the masks of a generation together.
    ///
    /// - Parameters:
    ///   - seed: the seed of all random choices.
    ///   - sourceWidth: the number of columns to choose from.
    ///   - snapshot: the state that an earlier run of the same search reached; nil to start from the beginning.
    ///   - onGeneration: called after every generation is evaluated, with a snapshot to resume from.
    ///   - fitness: how good the masks of a generation are.
    /// - Throws: `EvolutionError`, also for a fitness that is not finite, and whatever `fitness` and `onGeneration` throw.
    public func run(
        seed: UInt64, sourceWidth: Int, resumingFrom snapshot: SearchSnapshot? = nil,
        onGeneration: (GenerationRecord, SearchSnapshot) throws -> Void = { _, _ in },
        measuring fitness: any GenerationFitness
    ) throws -> SearchResult {
        try configuration.check(sourceWidth: sourceWidth)
        let run = SearchRun(
            configuration: configuration, seed: seed, sourceWidth: sourceWidth, evaluation: fitness)
        return try run.completed(from: snapshot, onGeneration: onGeneration)
    }
}
