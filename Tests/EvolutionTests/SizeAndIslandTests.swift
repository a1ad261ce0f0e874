import Evolution
import Faults
import Matrices
import Testing

/// Masks of any size within bounds, populations of several islands, and mutation that follows diversity.
@Suite struct SizeAndIslandTests {
    private let lowGenes: Fitness = { mask, _ in Double(mask.indices.count { $0 < 20 }) / 20 }

    private func configuration(_ change: (inout SearchConfiguration) throws -> Void) rethrows -> SearchConfiguration {
        var configuration = SearchConfiguration(genes: 60, populationSize: 24, stopping: .generations(25))
        try change(&configuration)
        return configuration
    }

    private func masks(_ result: SearchResult) -> [FeatureMask] { result.population.members.map(\.mask) }

    static let crossovers: [any Crossover] = [ConsensusCrossover(), BitCrossover(.uniform), BitCrossover(.points(2))]

    @Test(arguments: [0, 1, 2]) func sizesStayWithinTheirBoundsAndVary(crossover: Int) throws {
        let configuration = configuration {
            $0.leastGenes = 10
            $0.crossover = Self.crossovers[crossover]
        }
        let result = try GeneticSearch(configuration: configuration).run(seed: 1, sourceWidth: 150, fitness: lowGenes)
        #expect(masks(result).allSatisfy { (10...60).contains($0.count) })
        #expect(Set(masks(result).map(\.count)).count > 3)
    }

    /// Without a penalty large masks win, which hold more of the good columns; with one, those win that hold few others.
    @Test func aPenaltyMakesMasksSmaller() throws {
        let configuration = configuration { $0.leastGenes = 10 }
        let search = GeneticSearch(configuration: configuration)
        func meanSize(_ weight: Double) throws -> Double {
            let fitness = PenalisedFitness(FitnessEvaluation(fitness: lowGenes), weight: weight)
            let result = try search.run(seed: 2, sourceWidth: 150, measuring: fitness)
            let best = result.best
            let share = Double(best.mask.indices.count { $0 < 20 }) / 20
            #expect(best.fitness == share - PenalisedFitness.penalty(of: best.mask, weight: weight))
            return Double(masks(result).map(\.count).reduce(0, +)) / 24
        }
        #expect(try meanSize(20) < meanSize(0) - 20)
    }

    @Test func aFreeSearchResumes() throws {
        let configuration = try configuration {
            $0.leastGenes = 10
            $0.islands = try Islands(count: 3, interval: 4, migrants: 2)
            $0.mutation = try AdaptiveMutation(keepShares: 0.5, 0.95)
        }
        let search = GeneticSearch(configuration: configuration)
        var snapshots: [SearchSnapshot] = []
        let whole = try search.run(
            seed: 3, sourceWidth: 150, onGeneration: { snapshots.append($1) }, fitness: lowGenes)
        for generation in [3, 4, 11] {
            let resumed = try search.run(
                seed: 3, sourceWidth: 150, resumingFrom: snapshots[generation], fitness: lowGenes)
            #expect(resumed.history == whole.history && resumed.population == whole.population)
        }
    }

    /// Islands that never meet are searches of their own; those that do, share what they found.
    @Test func migrantsCarryColumnsFromIslandToIsland() throws {
        func population(interval: Int) throws -> [Population] {
            let configuration = try configuration { $0.islands = try Islands(count: 2, interval: interval, migrants: 1) }
            var last: [FeatureMask] = []
            _ = try GeneticSearch(configuration: configuration).run(
                seed: 4, sourceWidth: 600, onGeneration: { last = try $1.masks() }, fitness: lowGenes)
            return [last[..<12], last[12...]].map { Population(members: $0.map { Individual(mask: $0, fitness: 0) }) }
        }
        func shared(_ islands: [Population]) -> Double {
            let pairs = islands[0].members.flatMap { one in islands[1].members.map { one.mask.overlap(with: $0.mask) } }
            return Double(pairs.reduce(0, +)) / Double(pairs.count)
        }
        let apart = shared(try population(interval: 1000))
        // Of masks of 60 among 600, a tenth is shared by chance, and the good columns both find.
        #expect(apart < 20)
        #expect(shared(try population(interval: 3)) > apart + 10)
    }

    @Test func theMoreAlikeTheMoreIsReplaced() throws {
        let mutation = try AdaptiveMutation(keepShares: 0.5, 0.9)
        var stream = RandomStream(seed: 1, name: "adaptive")
        let mask = try RandomInitialisation().mask(genes: 100, sourceWidth: 1000, using: &stream)
        for (diversity, kept) in [(0.0, 50), (0.5, 70), (1.0, 90)] {
            let mutant = try mutation.adapted(to: diversity).mutated(mask, sized: .fixed(100), using: &stream)
            #expect(mutant.overlap(with: mask) == kept)
        }
        #expect(throws: EvolutionError.self) { try AdaptiveMutation(keepShares: 0.95, 0.9) }
    }

    @Test func aGuideSaysWhatComesAndGoes() throws {
        // Low columns are worth most.
        let mutation = try GuidedMutation(keepShare: 0.8) { mask in (0..<mask.sourceWidth).map { Float(-$0) } }
        var stream = RandomStream(seed: 1, name: "guided")
        let mask = try RandomInitialisation().mask(genes: 100, sourceWidth: 1000, using: &stream)
        let mutants = try (0..<20).map { _ in try mutation.mutated(mask, sized: .fixed(100), using: &stream) }
        #expect(mutants.allSatisfy { $0.count == 100 && $0.overlap(with: mask) == 80 })
        func mean(_ columns: [UInt32]) -> Double { Double(columns.reduce(0, +)) / Double(columns.count) }
        let before = Set(mask.indices)
        // Of random choices both would be near 500.
        #expect(mean(mutants.flatMap { Set($0.indices).subtracting(before) }) < 250)
        #expect(mean(mutants.flatMap { before.subtracting($0.indices) }) > 560)
        #expect(Set(mutants).count == 20)
        let grown = try mutation.mutated(mask, sized: MaskSizing(50...150), using: &stream)
        #expect((50...150).contains(grown.count))
    }

    @Test func diversityIsOneOfRandomMasksAndNoneOfEqualOnes() throws {
        var stream = RandomStream(seed: 2, name: "diversity")
        func population(_ sizes: [Int]) throws -> Population {
            Population(
                members: try sizes.map {
                    Individual(mask: try RandomInitialisation().mask(genes: $0, sourceWidth: 2000, using: &stream), fitness: 0)
                })
        }
        let random = try population((0..<30).map { 200 + 20 * $0 })
        #expect(random.diversity > 0.98)
        let mask = try population([300]).members[0]
        #expect(Population(members: [mask, mask, mask]).diversity == 0)
        #expect(Population(members: [mask]).diversity == 0)
        // Nested masks share all that they can.
        let nested = try (1...9).map { try FeatureMask(indices: 0..<(10 * $0), sourceWidth: 2000) }
        #expect(abs(Population(members: nested.map { Individual(mask: $0, fitness: 0) }).diversity) < 1e-12)
    }

    @Test func islandsThatCannotBeAreNamed() throws {
        #expect(throws: EvolutionError.self) { try Islands(count: 0, interval: 1, migrants: 1) }
        func expectRefusal(of setting: Setting, _ change: (inout SearchConfiguration) throws -> Void) throws {
            let search = GeneticSearch(configuration: try configuration(change))
            #expect {
                try search.run(seed: 1, sourceWidth: 150, fitness: lowGenes)
            } throws: { error in
                (error as? EvolutionError)?.settings == [setting]
            }
        }
        try expectRefusal(of: .population) { $0.islands = try Islands(count: 5, interval: 1, migrants: 1) }
        try expectRefusal(of: .migrants) { $0.islands = try Islands(count: 4, interval: 1, migrants: 7) }
        try expectRefusal(of: .islands) { $0.islands = try Islands(count: 24, interval: 1, migrants: 1) }
        try expectRefusal(of: .parents) {
            $0.islands = try Islands(count: 12, interval: 1, migrants: 1); $0.elitism = Elitism(count: 1)
        }
        try expectRefusal(of: .genes) { $0.leastGenes = 61 }
    }
}
