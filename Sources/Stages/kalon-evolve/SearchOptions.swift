import ArgumentParser
import Evolution
import StageSupport

/// The options of the genetic search; the defaults are the published proportions.
struct SearchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Number of columns of every mask. With a range such as 500...5000, the number evolves too.", valueName: "count"))
    var genes = GeneCount(5000)

    @Option(
        help: ArgumentHelp(
            "How much fitness a mask of all columns loses; smaller masks lose proportionally less.", valueName: "share"))
    var sizePenalty: Double = 0

    @Option(help: ArgumentHelp("Number of masks in a generation.", valueName: "count"))
    var population: Int = 100

    @Option(help: ArgumentHelp("How many of the best masks are kept unchanged.", valueName: "count"))
    var elites: Int = 2

    @Option(help: "How parents are chosen.")
    var selection: SelectionName = .truncation

    @Option(
        help: ArgumentHelp(
            "How a child gets its columns from its parents; further columns of theirs fill it up to its size. consensus: the "
                + "columns that most parents have, the published method; one-point, two-point, multi-point: cut the columns in "
                + "their order; shuffle: cut once in a random order; uniform: toss a coin for each column; half-uniform: swap "
                + "half of the columns that differ; mask: toss a coin for each position of the sorted genes; matrix: swap a "
                + "rectangle of the columns arranged in rows; three-parents: follow two parents that agree, otherwise the third.",
            valueName: "method"))
    var crossover: CrossoverName = .consensus

    @Option(help: "With --crossover multi-point: the number of cuts. (default: 5)")
    var cuts: Int?

    @Option(
        help: ArgumentHelp(
            "With --crossover consensus: from how many neighbouring parents a child takes its columns.", valueName: "count"))
    var parents: Int = 2

    @Option(
        help: ArgumentHelp(
            "How masks mutate. random: replace all columns but the share --keep, the published method; single-gene: replace one "
                + "column; bit-flip: add and remove columns at random, then restore the size; guided: like random, but choose "
                + "columns by their worth to the regression of --fitness linear, on the photographs that it trains on.",
            valueName: "method"))
    var mutation: MutationName = .random

    @Option(
        help: ArgumentHelp(
            "With --mutation bit-flip: the number of columns that change. Default: a tenth of --genes.", valueName: "count"))
    var flips: Int?

    @Option(help: ArgumentHelp("Share of the mutated masks that are replaced by new random ones.", valueName: "share"))
    var immigrants: Double = 0

    @Option(help: ArgumentHelp("Share of its columns that a mutated mask keeps.", valueName: "share"))
    var keep: Double = 0.9

    @Option(
        help: ArgumentHelp(
            "Keep fewer columns the more similar the masks are, down to this share when all are the same.", valueName: "share"))
    var keepLeast: Double?

    @Option(help: ArgumentHelp("Number of parts of the population that breed separately.", valueName: "count"))
    var islands: Int = 1

    @Option(help: "Number of generations after which the best masks of each island move to the next. (default: 5)")
    var migrationInterval: Int?

    @Option(help: "How many of its best masks an island sends. (default: 2)")
    var migrants: Int?

    @Option(help: ArgumentHelp("Number of generations, including the random first one.", valueName: "count"))
    var generations: Int = 20

    @Option(help: ArgumentHelp("Stop when the best mask has not improved for N generations.", valueName: "N"))
    var stagnation: Int?

    @Option(help: ArgumentHelp("Stop when N different masks have been measured.", valueName: "N"))
    var evaluations: Int?

    @Option(help: ArgumentHelp("Stop after N minutes; the result then depends on the machine.", valueName: "N"))
    var minutes: Double?

    enum MutationName: String, ExpressibleByArgument, CaseIterable {
        case random, guided
        case bitFlip = "bit-flip"
        case singleGene = "single-gene"
    }

    enum SelectionName: String, ExpressibleByArgument, CaseIterable {
        case truncation, tournament, roulette, rank

        var selection: any ParentSelection {
            switch self {
            case .truncation: TruncationSelection()
            case .tournament: ChanceSelection(.tournament(3))
            case .roulette: ChanceSelection(.roulette)
            case .rank: ChanceSelection(.rank)
            }
        }
    }

    enum CrossoverName: String, ExpressibleByArgument, CaseIterable {
        case consensus, uniform, shuffle, mask, matrix
        case onePoint = "one-point"
        case twoPoint = "two-point"
        case multiPoint = "multi-point"
        case halfUniform = "half-uniform"
        case threeParents = "three-parents"
    }

    func validate() throws {
        try requireNumbers()
        guard genes.least <= genes.most else {
            throw ValidationError("--genes is \(genes); give the smaller number first")
        }
        guard islands > 1 || (migrationInterval == nil && migrants == nil) else {
            throw ValidationError("--migration-interval and --migrants need --islands of 2 or more")
        }
        guard cuts == nil || crossover == .multiPoint else {
            throw ValidationError("--cuts needs --crossover multi-point")
        }
        guard flips == nil || mutation == .bitFlip else { throw ValidationError("--flips needs --mutation bit-flip") }
        guard keepLeast == nil || mutation == .random || mutation == .guided else {
            throw ValidationError("--keep-least does not apply to --mutation \(mutation.rawValue); leave it out")
        }
    }

    private func requireNumbers() throws {
        let counts: [(String, Int?, Int)] = [
            ("--genes", genes.least, 1), ("--genes", genes.most, 1), ("--elites", elites, 0), ("--cuts", cuts, 1),
            ("--parents", parents, 1), ("--flips", flips, 1), ("--islands", islands, 1),
            ("--migration-interval", migrationInterval, 1), ("--migrants", migrants, 1), ("--generations", generations, 1),
            ("--stagnation", stagnation, 1), ("--evaluations", evaluations, 1),
        ]
        for (option, value, least) in counts { try OptionNumbers.require(option, value, least...OptionNumbers.most) }
        try OptionNumbers.require("--population", population, 1...Self.largest)
        try OptionNumbers.require("--size-penalty", sizePenalty, .from(0))
        try OptionNumbers.require("--immigrants", immigrants, .from(0, to: 1))
        try OptionNumbers.require("--keep", keep, .from(0, to: 1))
        try OptionNumbers.require("--keep-least", keepLeast, .from(0, to: 1))
        try OptionNumbers.require("--minutes", minutes, .above(0))
    }

    /// More masks than a search could ever measure, yet few enough to fit into memory.
    private static let largest = 1_000_000

    /// What must match for an interrupted search to resume; the rules for when it stops may differ.
    var identity: String {
        "genes \(genes), population \(population), elites \(elites), parents \(parents), keep \(keep), "
            + "selection \(selection), crossover \(crossover), size penalty \(sizePenalty), "
            + "mutation \(mutation)"
            + (cuts.map { ", cuts \($0)" } ?? "") + (flips.map { ", flips \($0)" } ?? "")
            + (immigrants > 0 ? ", immigrants \(immigrants)" : "")
    }

    /// The configuration of the search.
    ///
    /// - Throws: `EvolutionError` for impossible values.
    func configuration(columns: Int, leaders: Int) throws(EvolutionError) -> SearchConfiguration {
        if genes.most > columns { throw .tooFewColumns(columns: columns, genes: genes.most) }
        var configuration = SearchConfiguration(
            genes: genes.most, populationSize: population, elitism: Elitism(count: elites), leaders: leaders,
            stopping: stopping, selection: selection.selection, crossover: chosenCrossover,
            mutation: try withImmigrants(chosenMutation))
        if genes.least < genes.most { configuration.leastGenes = genes.least }
        if islands != 1 {
            configuration.islands = try Islands(
                count: islands, interval: migrationInterval ?? 5, migrants: migrants ?? 2)
        }
        return configuration
    }

    /// Throws if an option does not apply to a search with several objectives, or if one is missing.
    func validate(for objectives: ObjectiveOptions) throws {
        guard mutation != .guided || (keepLeast == nil && !objectives.isSeveral) else {
            throw ValidationError("--mutation guided cannot be combined with --keep-least or --objectives")
        }
        guard objectives.isSeveral else { return }
        guard islands == 1, sizePenalty == 0 else {
            throw ValidationError("--islands and --size-penalty cannot be combined with --objectives")
        }
        guard !objectives.weighsColumns || genes.least < genes.most else {
            throw ValidationError("--objectives features needs masks of several sizes, such as --genes 500...5000")
        }
    }

    private var stopping: StoppingRule {
        let others: [StoppingRule?] = [
            stagnation.map { .stagnation(generations: $0) }, evaluations.map { .evaluations($0) },
            minutes.map { .seconds(60 * $0) },
        ]
        return .any([.generations(generations)] + others.compactMap { $0 })
    }

    /// The mutation, sometimes replaced by new random masks.
    func withImmigrants(_ mutation: any Mutation) throws(EvolutionError) -> any Mutation {
        immigrants == 0 ? mutation : try ImmigrantMutation(mutation, rate: immigrants)
    }

    private var chosenMutation: any Mutation {
        get throws(EvolutionError) {
            switch mutation {
            case .singleGene: return SingleGeneMutation()
            case .bitFlip: return try BitFlipMutation(flips: flips ?? max(1, genes.most / 10))
            // The guide is known only after the data are read.
            case .random, .guided:
                if let keepLeast { return try AdaptiveMutation(keepShares: keepLeast, keep) }
                return try UniqueIndexMutation(keepShare: keep)
            }
        }
    }

    private var chosenCrossover: any Crossover {
        switch crossover {
        case .consensus: ConsensusCrossover(parents: parents)
        case .onePoint: BitCrossover(.points(1))
        case .twoPoint: BitCrossover(.points(2))
        case .multiPoint: BitCrossover(.points(cuts ?? 5))
        case .mask: MaskCrossover()
        case .matrix: MatrixCrossover()
        case .uniform: BitCrossover(.uniform)
        case .halfUniform: BitCrossover(.halfUniform)
        case .shuffle: BitCrossover(.shuffle)
        case .threeParents: BitCrossover(.threeParents)
        }
    }
}
