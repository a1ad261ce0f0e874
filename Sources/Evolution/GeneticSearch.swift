/// Searches for the columns that make the best classifier, by a genetic algorithm.
///
/// A generation is ranked by fitness; the elites go on unchanged, the other parents mutated, and children of the parents
/// replace the rest. A mask is evaluated once, however often it comes up, so with an elite the best fitness never falls. The same
/// seed, source and configuration give the same history, whatever the parallelism and wherever it was interrupted.
public struct GeneticSearch: Sendable {
    public let configuration: SearchConfiguration

    public init(configuration: SearchConfiguration) {
        self.configuration = configuration
    }

    /// Runs the search until the configuration's stopping rule is met.
    ///
    /// - Parameters:
    ///   - seed: what all random choices follow from.
    ///   - sourceWidth: columns to choose from.
    ///   - parallelism: evaluations under way at a time, at least 1; one by default, since training uses every core.
    ///   - snapshot: where an earlier run of the same search had come to; nil to start anew.
    ///   - onGeneration: told of every generation after it is evaluated, with a snapshot to resume from.
    ///   - fitness: how good a mask is.
    ///
    /// Throws `EvolutionError`, also for a fitness that is not finite, and whatever `fitness` and `onGeneration` throw.
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

    /// The same with a fitness that measures a generation's masks together.
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
