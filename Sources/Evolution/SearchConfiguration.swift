import Faults

/// How a genetic search works.
///
/// The defaults are the published proportions: 100 masks of 5000 columns with 2 elites; the best 50 are parents, and 50
/// children replace the others.
public struct SearchConfiguration: Sendable {
    /// The number of columns of every mask; the greatest number if `leastGenes` is set.
    public var genes: Int
    /// The least number of columns of a mask; nil if all masks have `genes` columns.
    public var leastGenes: Int?
    /// The number of masks in a generation, at least 2.
    public var populationSize: Int
    /// How many members of every island survive unchanged.
    public var elitism: Elitism
    /// The number of members that stay and have children, elites included; the others are replaced.
    ///
    /// At least 1, at most all.
    public var parents: Int
    /// The number of best masks of all generations that the result names, at least 1.
    public var leaders: Int
    /// How the population is divided; by default it is not.
    public var islands = Islands()
    /// Further objectives besides fitness.
    ///
    /// With any, one generation follows another as in NSGA-II, and selection, elites and islands have no effect.
    public var costs: [any MaskCost] = []
    /// When the search ends.
    public var stopping: StoppingRule
    /// How the masks of the first generation are made.
    public var initialisation: any MaskInitialisation
    /// How parents are chosen.
    public var selection: any ParentSelection
    /// How children are made from parents.
    public var crossover: any Crossover
    /// How the surviving parents are changed.
    public var mutation: any Mutation

    /// Makes a configuration, which is checked when a search runs.
    ///
    /// - Parameters:
    ///   - genes: the number of columns of every mask.
    ///   - populationSize: the number of masks in a generation.
    ///   - elitism: how many members survive unchanged.
    ///   - parents: the number of members that have children; nil for half of the population.
    ///   - leaders: the number of best masks that the result names.
    ///   - stopping: when the search ends.
    ///   - initialisation: how the first masks are made.
    ///   - selection: how parents are chosen.
    ///   - crossover: how children are made.
    ///   - mutation: how parents are changed.
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

    /// Checks that the numbers fit each other and the number of columns.
    func check(sourceWidth: Int) throws(EvolutionError) {
        try Self.check(genes, 1...Int.max, "number of genes", .genes)
        try Self.check(populationSize, 2...Int.max, "population size", .population)
        try Self.check(parents, 1...populationSize, "number of parents (half of the population)", .population)
        try Self.check(islands.count, 1...parents, "number of islands", .islands)
        try checkIslands()
        try Self.check(elitism.count, 0...parents / islands.count, "number of elites", .elites)
        try Self.check(leaders, 1...Int.max, "number of best masks to keep", .leaders)
        try Self.check(crossover.leastParents, 1...parents / islands.count, "number of parents per child", .parents)
        if let leastGenes { try Self.check(leastGenes, 1...genes, "least number of genes", .genes) }
        if genes > sourceWidth { throw .tooFewColumns(columns: sourceWidth, genes: genes) }
        try stopping.check()
    }

    private func checkIslands() throws(EvolutionError) {
        let size = populationSize / islands.count
        guard populationSize % islands.count == 0 else {
            throw .configurationValue(
                name: "population size", value: Double(populationSize),
                expected: "a multiple of the number of islands, \(islands.count)", setting: .population)
        }
        try Self.check(islands.migrants, 0...size, "number of migrants", .migrants)
    }

    /// The objectives of a member, where lower is better: its negative fitness, then its costs.
    public func objectives(of member: Individual) -> [Double] {
        [-member.fitness] + costs.map { $0.cost(of: member.mask) }
    }

    var sizing: MaskSizing { MaskSizing((leastGenes ?? genes)...genes) }

    private static func check(
        _ value: Int, _ range: ClosedRange<Int>, _ name: String, _ setting: Setting
    ) throws(EvolutionError) {
        guard !range.contains(value) else { return }
        let expected =
            range.upperBound == Int.max
            ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
        throw .configurationValue(name: name, value: Double(value), expected: expected, setting: setting)
    }
}
