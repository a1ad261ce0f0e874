/// The results of one generation.
///
/// It holds nothing that differs from run to run.
public struct GenerationRecord: Codable, Sendable, Equatable {
    /// The number of the generation; generation 0 is the random one.
    public let generation: Int
    /// The highest fitness of the members.
    public let best: Double
    /// The mean fitness of the members.
    public let mean: Double
    /// The lowest fitness of the members.
    public let worst: Double
    /// The mean number of columns that two members share; the closer to the number of genes, the less diverse they are.
    public let meanOverlap: Double
    /// How different the members are: 0 if all are alike, 1 if they are as different as random masks.
    public let diversity: Double
    /// The number of masks evaluated in this generation; masks met before are not evaluated again.
    public let evaluations: Int
    /// The number of masks evaluated up to and including this generation.
    public let totalEvaluations: Int
    /// The number of masks that no other mask dominates; 0 if fitness is the only objective.
    public let front: Int

    /// Makes a record.
    ///
    /// - Parameters:
    ///   - generation: the number of the generation, from 0.
    ///   - best: the highest fitness.
    ///   - mean: the mean fitness.
    ///   - worst: the lowest fitness.
    ///   - meanOverlap: the mean number of columns that two members share.
    ///   - diversity: how different the members are, in [0, 1].
    ///   - evaluations: the number of masks evaluated in this generation.
    ///   - totalEvaluations: the number of masks evaluated so far.
    ///   - front: the number of masks that no other mask dominates.
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
    /// The number of generations since the best fitness last rose.
    var generationsWithoutGain: Int {
        guard let best = map(\.best).max(), let first = firstIndex(where: { $0.best == best }) else { return 0 }
        return count - 1 - first
    }
}

/// The result of a search.
public struct SearchResult: Sendable, Equatable {
    /// The best mask, the first of several equally good ones.
    public let best: Individual
    /// The best masks of all generations, best first, as many as the configuration asks for.
    public let leaders: [Individual]
    /// The masks of the last generation that no other mask dominates, the most accurate first; empty with a single objective.
    public let front: [Individual]
    /// One record per generation, including those before a resumption.
    public let history: [GenerationRecord]
    /// The last generation, from best to worst.
    public let population: Population
    /// The wall time of each generation of this run, in seconds; it is not reproducible.
    public let seconds: [Double]
}
