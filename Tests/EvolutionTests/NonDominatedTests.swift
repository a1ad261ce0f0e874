import Evolution
import Matrices
import Testing

/// NSGA-II: dominance, crowding, and searches with several objectives.
@Suite struct NonDominatedTests {
    private func points(_ count: Int, objectives: Int, seed: UInt64) -> [[Double]] {
        var stream = RandomStream(seed: seed, name: "points")
        // Few values, so that there are equal ones.
        return (0..<count).map { _ in (0..<objectives).map { _ in Double(Int.random(in: 0..<8, using: &stream)) } }
    }

    @Test(arguments: [1, 2, 3], [0, 1, 2] as [UInt64]) func frontsAreWhatTheirNameSays(objectives: Int, seed: UInt64) {
        let points = points(60, objectives: objectives, seed: seed)
        let ranking = ParetoRanking(points)
        #expect(ranking.fronts.flatMap { $0 }.sorted() == Array(0..<60))
        for (number, front) in ranking.fronts.enumerated() {
            let later = Set(ranking.fronts[number...].flatMap { $0 })
            for point in front {
                #expect(ranking.rank[point] == number)
                // None of this front or a later one dominates it, and one of the front before does.
                #expect(!later.contains { ParetoRanking.dominates(points[$0], points[point]) })
                #expect(number == 0 || ranking.fronts[number - 1].contains { ParetoRanking.dominates(points[$0], points[point]) })
            }
        }
        let order = ranking.order
        #expect(zip(order, order.dropFirst()).allSatisfy { ranking.rank[$0] <= ranking.rank[$1] })
        for (one, other) in zip(order, order.dropFirst()) where ranking.rank[one] == ranking.rank[other] {
            #expect(ranking.crowding[one] >= ranking.crowding[other])
        }
    }

    @Test func crowdingIsTheGapBetweenNeighbours() {
        let ranking = ParetoRanking([[0, 10], [1, 6], [4, 4], [10, 0]])
        #expect(ranking.fronts == [[0, 1, 2, 3]])
        #expect(ranking.crowding[0] == .infinity && ranking.crowding[3] == .infinity)
        #expect(abs(ranking.crowding[1] - (0.4 + 0.6)) < 1e-12)
        #expect(abs(ranking.crowding[2] - (0.9 + 0.6)) < 1e-12)
        #expect(ParetoRanking([]).fronts.isEmpty)
        #expect(ParetoRanking([[1, 1], [1, 1]]).fronts == [[0, 1]])
    }

    @Test func oneIsChosenOfAFront() {
        // Accuracy with the sign turned, and a cost.
        let points: [[Double]] = [[-0.9, 100], [-0.88, 20], [-0.5, 10], [-0.9, 90]]
        #expect(FrontChoice.best.position(in: points) == 3)
        #expect(FrontChoice.knee.position(in: points) == 1)
        #expect(FrontChoice.knee.position(in: []) == nil)
    }

    @Test func extractionCostsWhatIsNeeded() throws {
        let cost = ExtractionCost(blocks: [0..<10, 10..<30, 30..<40], costs: [1, 2, 4])
        func of(_ columns: [Int]) throws -> Double { cost.cost(of: try FeatureMask(indices: columns, sourceWidth: 40)) }
        #expect(try of([0, 9]) == 1)
        #expect(try of([9, 10]) == 3)
        #expect(try of([29, 30]) == 6)
        #expect(try of([39]) == 4)
        #expect(try of([0, 15, 35]) == 7)
    }

    /// 20 good columns lie in the first block, 10 in the second, which is dear.
    private let fitness: Fitness = { mask, _ in
        Double(mask.indices.count { $0 < 20 }) / 30 + Double(mask.indices.count { 100..<110 ~= $0 }) / 30
    }

    private func configuration() -> SearchConfiguration {
        let blocks = [0..<100, 100..<200]
        var configuration = SearchConfiguration(genes: 60, populationSize: 40, stopping: .generations(40))
        configuration.leastGenes = 2
        configuration.costs = [ColumnCount(), ExtractionCost(blocks: blocks, costs: [1, 9])]
        configuration.initialisation = BlockInitialisation(blocks: blocks)
        configuration.mutation = BlockMutation(UniqueIndexMutation(), blocks: blocks)
        configuration.crossover = BitCrossover(.uniform)
        return configuration
    }

    @Test func theFrontTradesAccuracyForCost() throws {
        let search = GeneticSearch(configuration: configuration())
        var snapshots: [SearchSnapshot] = []
        let result = try search.run(seed: 1, sourceWidth: 200, onGeneration: { snapshots.append($1) }, fitness: fitness)
        let points = result.front.map(configuration().objectives)
        #expect(ParetoRanking(points).fronts.count == 1)
        #expect(Set(result.front.map(\.mask)).count == result.front.count && result.front.count > 5)
        #expect(result.history.last?.front == result.front.count)
        #expect(zip(result.front, result.front.dropFirst()).allSatisfy { $0.fitness >= $1.fitness })
        // Masks of the cheap block alone are among it, and small ones; the best has columns of both.
        #expect(points.contains { $0[2] == 1 } && points.contains { $0[1] <= 10 })
        #expect(result.front.first.map { $0.fitness > 0.6 } == true)
        let best = result.history.map(\.best)
        #expect(zip(best, best.dropFirst()).allSatisfy { $0 <= $1 })
        let resumed = try search.run(seed: 1, sourceWidth: 200, resumingFrom: snapshots[11], fitness: fitness)
        #expect(resumed.front == result.front && resumed.history == result.history)
    }

    @Test func blocksComeAndGo() throws {
        let blocks = [0..<100, 100..<200]
        var stream = RandomStream(seed: 3, name: "blocks")
        let sizing = MaskSizing(5...60)
        let masks = try (0..<60).map { _ in
            try BlockInitialisation(blocks: blocks).mask(genes: 40, sourceWidth: 200, using: &stream)
        }
        let cost = ExtractionCost(blocks: blocks, costs: [1, 2])
        #expect(Set(masks.map(cost.cost)) == [1, 2, 3])
        let mutation = BlockMutation(UniqueIndexMutation(), blocks: blocks, rate: 0.5)
        var changes: Set<[Double]> = []
        for mask in masks {
            let mutant = try mutation.mutated(mask, sized: sizing, using: &stream)
            #expect((5...60).contains(mutant.count))
            changes.insert([cost.cost(of: mask), cost.cost(of: mutant)])
        }
        #expect(changes.isSuperset(of: [[1, 1], [1, 3], [3, 1], [3, 2], [2, 3]]))
        // Masks of one size keep it where a block is wide enough.
        let fixed = try masks.map { try mutation.mutated($0, sized: .fixed(40), using: &stream) }
        #expect(fixed.allSatisfy { $0.count == 40 })
        let wide = try BlockInitialisation(blocks: blocks).mask(genes: 150, sourceWidth: 200, using: &stream)
        #expect(try mutation.mutated(wide, sized: .fixed(150), using: &stream).count == 150)
    }
}
