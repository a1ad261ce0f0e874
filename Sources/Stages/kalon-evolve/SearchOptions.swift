import ArgumentParser
import Evolution

/// The options of the genetic search; the defaults are the published proportions.
struct SearchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Columns of every mask.", valueName: "count"))
    var genes: Int = 5000

    @Option(help: ArgumentHelp("Masks of a generation.", valueName: "count"))
    var population: Int = 100

    @Option(help: ArgumentHelp("Generations, the random one included.", valueName: "count"))
    var generations: Int = 20

    @Option(help: ArgumentHelp("Best masks that go on unchanged.", valueName: "count"))
    var elites: Int = 2

    @Option(help: ArgumentHelp("Neighbouring parents that a child takes its columns from.", valueName: "count"))
    var parents: Int = 2

    @Option(help: ArgumentHelp("Share of its columns that a mutated mask keeps.", valueName: "share"))
    var keep: Double = 0.9

    @Option(help: ArgumentHelp("Stop when the best has not risen for so many generations.", valueName: "count"))
    var stagnation: Int?

    @Option(help: ArgumentHelp("How good a mask is: train, the accuracy of a classifier trained on it.", valueName: "train"))
    var fitness: FitnessKind = .train

    enum FitnessKind: String, ExpressibleByArgument, CaseIterable {
        case train
    }

    func validate() throws {
        guard population <= Self.largest else {
            throw ValidationError("--population is \(population); at most \(Self.largest) is expected")
        }
    }

    /// A generation that a search could never finish, and that memory still holds.
    private static let largest = 1_000_000

    /// What must be the same for a stopped search to be gone on with; when it ends is not among it.
    var identity: String {
        "genes \(genes), population \(population), elites \(elites), parents \(parents), keep \(keep), \(fitness)"
    }

    /// Throws `EvolutionError` for values that no search can have.
    func configuration(columns: Int) throws(EvolutionError) -> SearchConfiguration {
        if genes > columns { throw .tooFewColumns(columns: columns, genes: genes) }
        let limit = StoppingRule.generations(generations)
        return SearchConfiguration(
            genes: genes, populationSize: population, elitism: Elitism(count: elites),
            stopping: stagnation.map { .any([limit, .stagnation(generations: $0)]) } ?? limit,
            crossover: ConsensusCrossover(parents: parents), mutation: try UniqueIndexMutation(keepShare: keep))
    }
}
