/// What one generation came to. Holds nothing that differs from run to run.
public struct GenerationRecord: Codable, Sendable, Equatable {
    /// Counted from 0, the random one.
    public let generation: Int
    /// Highest, mean and lowest fitness of the members.
    public let best: Double
    public let mean: Double
    public let worst: Double
    /// Mean number of columns that two members share; the nearer to the number of genes, the less diverse.
    public let meanOverlap: Double
    /// 0: all members are alike; 1: as different as random masks.
    public let diversity: Double
    /// Masks evaluated in this generation; those met before are not.
    public let evaluations: Int
    /// Masks evaluated up to and with this generation.
    public let totalEvaluations: Int
    /// Masks that no other dominates; 0 where fitness is the only objective.
    public let front: Int

    public init(
        generation: Int, best: Double, mean: Double, worst: Double, meanOverlap: Double, diversity: Double,
        evaluations: Int, totalEvaluations: Int, front: Int = 0
    ) {
        self.generation = generation
        self.best = best
        self.mean = mean
        self.worst = worst
        self.meanOverlap = meanOverlap
        self.diversity = diversity
        self.evaluations = evaluations
        self.totalEvaluations = totalEvaluations
        self.front = front
    }

    init(generation: Int, population: Population, evaluations: Int, totalEvaluations: Int, front: Int) {
        let fitness = population.members.map(\.fitness)
        self.init(
            generation: generation, best: fitness.max() ?? 0,
            mean: fitness.reduce(0, +) / Double(max(fitness.count, 1)), worst: fitness.min() ?? 0,
            meanOverlap: population.meanOverlap, diversity: population.diversity, evaluations: evaluations,
            totalEvaluations: totalEvaluations, front: front)
    }
}

extension [GenerationRecord] {
    /// Generations since the best fitness last rose.
    var generationsWithoutGain: Int {
        guard let best = map(\.best).max(), let first = firstIndex(where: { $0.best == best }) else { return 0 }
        return count - 1 - first
    }
}

/// What a search found.
public struct SearchResult: Sendable, Equatable {
    /// The best mask, the first of equal ones.
    public let best: Individual
    /// The best masks of all generations, best first, so many as the configuration asks for.
    public let leaders: [Individual]
    /// With several objectives, the masks of the last generation that no other dominates, the most accurate first.
    public let front: [Individual]
    /// One record a generation, those before a resumption included.
    public let history: [GenerationRecord]
    /// The last generation, from best to worst.
    public let population: Population
    /// Wall time of each generation of this run, in seconds; not part of what is repeatable.
    public let seconds: [Double]
}
