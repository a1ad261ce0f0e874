/// The state of a search after a generation: all that is needed to resume it with the same result.
///
/// It holds no state of a random generator, because every generation draws from streams named by its number.
public struct SearchSnapshot: Codable, Sendable, Equatable {
    /// The number of the generation that was evaluated last, from 0.
    public var generation: Int { history.count - 1 }
    /// One record per generation, up to this one.
    public let history: [GenerationRecord]
    let settings: Settings
    private let genes: [[UInt32]]
    private let fitness: [Double]
    private let leaderGenes: [[UInt32]]
    private let leaderFitness: [Double]
    let cache: FitnessCache

    /// The settings that must match for a search to resume.
    ///
    /// The stopping rule is not among them, since a search may be extended.
    struct Settings: Codable, Sendable, Equatable {
        let seed: UInt64
        let sourceWidth: Int
        let genes: Int
        let leastGenes: Int?
        let populationSize: Int
        let elites: Int
        let parents: Int
        let operators: [String]

        init(_ configuration: SearchConfiguration, seed: UInt64, sourceWidth: Int) {
            self.seed = seed
            self.sourceWidth = sourceWidth
            genes = configuration.genes
            leastGenes = configuration.leastGenes
            populationSize = configuration.populationSize
            elites = configuration.elitism.count
            parents = configuration.parents
            operators = [
                "\(configuration.initialisation)", "\(configuration.selection)", "\(configuration.crossover)",
                "\(configuration.mutation)", "\(configuration.islands)",
                "\(configuration.costs.map(\.description))",
            ]
        }
    }

    init(
        settings: Settings, population: Population, leaders: [Individual], cache: FitnessCache,
        history: [GenerationRecord]
    ) {
        self.settings = settings
        self.history = history
        self.cache = cache
        genes = population.members.map(\.mask.indices)
        fitness = population.members.map(\.fitness)
        leaderGenes = leaders.map(\.mask.indices)
        leaderFitness = leaders.map(\.fitness)
    }

    /// The population as it was.
    ///
    /// - Throws: `EvolutionError` if the snapshot belongs to another search or contradicts itself.
    func population(for expected: Settings) throws(EvolutionError) -> Population {
        try check(settings.seed, expected.seed, "seed")
        try check(settings.sourceWidth, expected.sourceWidth, "number of source columns")
        try check(settings.genes, expected.genes, "number of genes")
        try check(settings.leastGenes, expected.leastGenes, "least number of genes")
        try check(settings.populationSize, expected.populationSize, "population size")
        try check(settings.elites, expected.elites, "number of elites")
        try check(settings.parents, expected.parents, "number of parents")
        try check(settings.operators, expected.operators, "list of operators")
        guard genes.count == settings.populationSize, fitness.count == genes.count else {
            throw .snapshotDamaged(reason: "it holds \(genes.count) masks and \(fitness.count) fitness values")
        }
        guard !history.isEmpty else { throw .snapshotDamaged(reason: "it holds no generation") }
        let masks = try masks(genes)
        let sizes = (settings.leastGenes ?? settings.genes)...settings.genes
        if let other = masks.first(where: { !sizes.contains($0.count) }) {
            throw .snapshotDamaged(reason: "one of its masks has \(other.count) genes")
        }
        return Population(members: zip(masks, fitness).map { Individual(mask: $0, fitness: $1) })
    }

    /// The best masks of the whole search so far, best first.
    ///
    /// - Throws: `EvolutionError` if the snapshot contradicts itself.
    func leaders() throws(EvolutionError) -> [Individual] {
        guard leaderGenes.count == leaderFitness.count else {
            throw .snapshotDamaged(reason: "it holds \(leaderGenes.count) best masks and \(leaderFitness.count) values")
        }
        return zip(try masks(leaderGenes), leaderFitness).map { Individual(mask: $0, fitness: $1) }
    }

    /// The masks of the generation, in the order in which they were made: elites, mutated parents, children.
    ///
    /// - Throws: `EvolutionError` if a stored mask is not valid.
    public func masks() throws(EvolutionError) -> [FeatureMask] { try masks(genes) }

    private func masks(_ genes: [[UInt32]]) throws(EvolutionError) -> [FeatureMask] {
        var masks: [FeatureMask] = []
        for indices in genes {
            masks.append(try FeatureMask(indices: indices.lazy.map(Int.init), sourceWidth: settings.sourceWidth))
        }
        return masks
    }

    private func check<Value: Equatable>(
        _ found: Value, _ expected: Value, _ field: String
    ) throws(EvolutionError) {
        guard found == expected else {
            throw .snapshotDiffers(field: field, found: "\(found)", expected: "\(expected)")
        }
    }
}
