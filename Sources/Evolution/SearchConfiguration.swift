/// How a genetic search works. The defaults are the published proportions: 100 masks of 5000 columns, 2 elites, the best
/// 50 are parents, 50 children take the places of the others.
public struct SearchConfiguration: Sendable {
    /// Columns of every mask; where `leastGenes` is given, the most that one has.
    public var genes: Int
    /// Nil: all masks have `genes` columns.
    public var leastGenes: Int?
    /// Masks of a generation, at least 2.
    public var populationSize: Int
    /// Which go on unchanged, of every island.
    public var elitism: Elitism
    /// How many members stay and have children, elites included; the others are replaced. At least 1, at most all.
    public var parents: Int
    /// How many of the best masks of all generations the result names, at least 1.
    public var leaders: Int
    public var islands = Islands()
    /// Further objectives beside fitness; with any, generations follow on each other as in NSGA-II, and selection, elites
    /// and islands have no part in it.
    public var costs: [any MaskCost] = []
    public var stopping: StoppingRule
    public var initialisation: any MaskInitialisation
    public var selection: any ParentSelection
    public var crossover: any Crossover
    public var mutation: any Mutation

    /// `parents` nil: half of the population.
    public init(
        genes: Int = 5000, populationSize: Int = 100, elitism: Elitism = Elitism(), parents: Int? = nil,
        leaders: Int = 10, stopping: StoppingRule, initialisation: any MaskInitialisation = RandomInitialisation(),
        selection: any ParentSelection = TruncationSelection(), crossover: any Crossover = ConsensusCrossover(),
        mutation: any Mutation = UniqueIndexMutation()
    ) {
        self.genes = genes
        self.populationSize = populationSize
        self.elitism = elitism
        self.parents = parents ?? populationSize / 2
        self.leaders = leaders
        self.stopping = stopping
        self.initialisation = initialisation
        self.selection = selection
        self.crossover = crossover
        self.mutation = mutation
    }

    /// Throws `EvolutionError` when a number does not fit the others or the columns that there are.
    func check(sourceWidth: Int) throws(EvolutionError) {
        try Self.check(genes, 1...Int.max, "number of genes (--genes)")
        try Self.check(populationSize, 2...Int.max, "population size (--population)")
        try Self.check(parents, 1...populationSize, "number of parents (half of --population)")
        try Self.check(islands.count, 1...parents, "number of islands (--islands)")
        try checkIslands()
        try Self.check(elitism.count, 0...parents / islands.count, "number of elites (--elites)")
        try Self.check(leaders, 1...Int.max, "number of best masks to keep (--confirm)")
        try Self.check(crossover.leastParents, 1...parents / islands.count, "number of parents a child (--parents)")
        if let leastGenes { try Self.check(leastGenes, 1...genes, "least number of genes (--genes)") }
        if genes > sourceWidth { throw .tooFewColumns(columns: sourceWidth, genes: genes) }
        try stopping.check()
    }

    private func checkIslands() throws(EvolutionError) {
        let size = populationSize / islands.count
        guard populationSize % islands.count == 0 else {
            throw .configurationValue(
                name: "population size (--population)", value: Double(populationSize),
                expected: "a multiple of the number of islands (--islands), \(islands.count)")
        }
        try Self.check(islands.migrants, 0...size, "number of migrants (--migrants)")
    }

    /// What is weighed of a member, all the better the lower: its fitness with the sign turned, then its costs.
    public func objectives(of member: Individual) -> [Double] {
        [-member.fitness] + costs.map { $0.cost(of: member.mask) }
    }

    var sizing: MaskSizing { MaskSizing((leastGenes ?? genes)...genes) }

    private static func check(_ value: Int, _ range: ClosedRange<Int>, _ name: String) throws(EvolutionError) {
        guard !range.contains(value) else { return }
        let expected =
            range.upperBound == Int.max
            ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
        throw .configurationValue(name: name, value: Double(value), expected: expected)
    }
}
