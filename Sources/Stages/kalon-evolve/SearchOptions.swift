import ArgumentParser
import Evolution
import StageSupport

/// The options of the genetic search; the defaults are the published proportions.
struct SearchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Columns of every mask; 500...5000 lets each mask have any number between, which evolves with it.",
            valueName: "count"))
    var genes = GeneCount(5000)

    @Option(help: ArgumentHelp("Fitness that a mask of all columns would lose; smaller masks lose less.", valueName: "share"))
    var sizePenalty: Double = 0

    @Option(help: ArgumentHelp("Masks of a generation.", valueName: "count"))
    var population: Int = 100

    @Option(help: ArgumentHelp("Best masks that go on unchanged.", valueName: "count"))
    var elites: Int = 2

    @Option(help: "How parents are chosen.")
    var selection: SelectionName = .truncation

    @Option(
        help: ArgumentHelp(
            "How parents' columns become a child's, brought to its size by columns of theirs. consensus: those that most "
                + "parents hold, the published way; one-point, two-point, multi-point: cuts of the columns in their order; "
                + "shuffle: one cut in a random order; uniform: a coin for each column; half-uniform: half of those that "
                + "differ; mask: a coin for each place of the genes in their order; matrix: a rectangle of the columns in "
                + "rows; three-parents: where two agree, theirs, else the third's.", valueName: "way"))
    var crossover: CrossoverName = .consensus

    @Option(help: "Cuts of --crossover multi-point. (default: 5)")
    var cuts: Int?

    @Option(help: ArgumentHelp("Neighbouring parents that a child of consensus takes its columns from.", valueName: "count"))
    var parents: Int = 2

    @Option(
        help: ArgumentHelp(
            "How masks mutate. random: all columns but --keep are replaced, the published way; single-gene: one is; "
                + "bit-flip: columns join or leave at random, and the size is mended; guided: as random, but by what each is "
                + "worth to the regression of --fitness linear on the photographs that it trains on.", valueName: "way"))
    var mutation: MutationName = .random

    @Option(help: ArgumentHelp("Columns of --mutation bit-flip. Default: a tenth of --genes.", valueName: "count"))
    var flips: Int?

    @Option(help: ArgumentHelp("Share of the mutated masks that wholly new ones replace.", valueName: "share"))
    var immigrants: Double = 0

    @Option(help: ArgumentHelp("Share of its columns that a mutated mask keeps.", valueName: "share"))
    var keep: Double = 0.9

    @Option(
        help: ArgumentHelp(
            "Keep the fewer columns the more alike the masks are, down to this share where all are alike.", valueName: "share"))
    var keepLeast: Double?

    @Option(help: ArgumentHelp("Parts of the population that breed for themselves.", valueName: "count"))
    var islands: Int = 1

    @Option(help: "Generations after which the best of each island go to the next. (default: 5)")
    var migrationInterval: Int?

    @Option(help: "How many of its best an island sends. (default: 2)")
    var migrants: Int?

    @Option(help: ArgumentHelp("Generations, the random one included.", valueName: "count"))
    var generations: Int = 20

    @Option(help: ArgumentHelp("Stop when the best has not risen for so many generations.", valueName: "count"))
    var stagnation: Int?

    @Option(help: ArgumentHelp("Stop when so many different masks have been measured.", valueName: "count"))
    var evaluations: Int?

    @Option(help: ArgumentHelp("Stop after so many minutes; the result then depends on the machine.", valueName: "minutes"))
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
            throw ValidationError("--genes is \(genes); the smaller number is expected first")
        }
        guard islands > 1 || (migrationInterval == nil && migrants == nil) else {
            throw ValidationError("--migration-interval and --migrants need --islands of 2 or more")
        }
        guard cuts == nil || crossover == .multiPoint else {
            throw ValidationError("--cuts needs --crossover multi-point")
        }
        guard flips == nil || mutation == .bitFlip else { throw ValidationError("--flips needs --mutation bit-flip") }
        guard keepLeast == nil || mutation == .random || mutation == .guided else {
            throw ValidationError("--keep-least has no part in --mutation \(mutation.rawValue)")
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

    /// A generation that a search could never finish, and that memory still holds.
    private static let largest = 1_000_000

    /// What must be the same for a stopped search to be gone on with; when it ends is not among it.
    var identity: String {
        "genes \(genes), population \(population), elites \(elites), parents \(parents), keep \(keep), "
            + "selection \(selection), crossover \(crossover), size penalty \(sizePenalty), "
            + "mutation \(mutation)"
            + (cuts.map { ", cuts \($0)" } ?? "") + (flips.map { ", flips \($0)" } ?? "")
            + (immigrants > 0 ? ", immigrants \(immigrants)" : "")
    }

    /// Throws `EvolutionError` for values that no search can have.
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

    /// Throws where an option has no part in a search with several objectives, or one is missing.
    func validate(for objectives: ObjectiveOptions) throws {
        guard mutation != .guided || (keepLeast == nil && !objectives.isSeveral) else {
            throw ValidationError("--mutation guided goes neither with --keep-least nor with --objectives")
        }
        guard objectives.isSeveral else { return }
        guard islands == 1, sizePenalty == 0 else {
            throw ValidationError("--islands and --size-penalty have no part in a search with --objectives")
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

    /// The mutation, which wholly new masks take the place of now and then.
    func withImmigrants(_ mutation: any Mutation) throws(EvolutionError) -> any Mutation {
        immigrants == 0 ? mutation : try ImmigrantMutation(mutation, rate: immigrants)
    }

    private var chosenMutation: any Mutation {
        get throws(EvolutionError) {
            switch mutation {
            case .singleGene: return SingleGeneMutation()
            case .bitFlip: return try BitFlipMutation(flips: flips ?? max(1, genes.most / 10))
            // What guides the search is known once the data are read.
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
