import Evolution
import Matrices
import Testing

@Suite struct ChoiceOfOperatorsTests {
    private func masks(_ count: Int, genes: Int, sourceWidth: Int) throws -> [FeatureMask] {
        var stream = RandomStream(seed: 5, name: "masks")
        return try (0..<count).map { _ in
            try RandomInitialisation().mask(genes: genes, sourceWidth: sourceWidth, using: &stream)
        }
    }

    static let rules: [BitCrossover.Rule] = [
        .points(1), .points(2), .points(5), .uniform, .halfUniform, .shuffle, .threeParents,
    ]

    @Test(arguments: rules) func childrenAreOfTheirParents(rule: BitCrossover.Rule) throws {
        let crossover = BitCrossover(rule)
        let parents = try masks(6, genes: 80, sourceWidth: 300)
        var stream = RandomStream(seed: 1, name: "children")
        var children: [FeatureMask] = []
        for position in 0..<12 {
            let child = try crossover.child(position, of: parents, sized: .fixed(80), using: &stream)
            let chosen = (0..<crossover.leastParents).map { parents[(position + $0) % 6] }
            #expect(child.count == 80 && child.sourceWidth == 300)
            #expect(Set(child.indices).isSubset(of: chosen.reduce(into: []) { $0.formUnion($1.indices) }))
            children.append(child)
        }
        // A cut near an end can leave a child like its parent.
        #expect(Set(children).subtracting(parents).count >= 8)
        var again = RandomStream(seed: 1, name: "children")
        #expect(try crossover.child(0, of: parents, sized: .fixed(80), using: &again) == children[0])
    }

    @Test(arguments: rules) func equalParentsHaveEqualChildren(rule: BitCrossover.Rule) throws {
        let parent = try masks(1, genes: 30, sourceWidth: 100)[0]
        var stream = RandomStream(seed: 2, name: "equal")
        #expect(try BitCrossover(rule).child(0, of: [parent, parent, parent], sized: .fixed(30), using: &stream) == parent)
    }

    /// Of one cut, the first parent's genes come before the second's, as far as the size was right at once.
    @Test func onePointKeepsTheFirstParentsHead() throws {
        let parents = [
            try FeatureMask(indices: stride(from: 0, to: 100, by: 2), sourceWidth: 100),
            try FeatureMask(indices: stride(from: 1, to: 100, by: 2), sourceWidth: 100),
        ]
        var stream = RandomStream(seed: 3, name: "one point")
        let child = try BitCrossover(.points(1)).child(0, of: parents, sized: .fixed(50), using: &stream)
        let parities = child.indices.map { $0 % 2 }
        #expect(zip(parities, parities.dropFirst()).count { $0 != $1 } <= 2)
        #expect(Set(parities) == [0, 1])
    }

    @Test(arguments: [ChanceSelection.Rule.tournament(3), .roulette, .rank])
    func theBetterAreLikelierParents(rule: ChanceSelection.Rule) throws {
        let members = try masks(20, genes: 10, sourceWidth: 100).enumerated().map {
            Individual(mask: $1, fitness: 1 - 0.01 * Double($0))
        }
        var stream = RandomStream(seed: 4, name: "selection")
        let ranked = Population(members: members)
        let parents = ChanceSelection(rule).parents(4000, of: ranked, using: &stream)
        #expect(parents.count == 4000)
        #expect(zip(parents, parents.dropFirst()).allSatisfy { $0.fitness >= $1.fitness })
        let upper = parents.count { $0.fitness > 0.905 }
        // A tournament of three finds its best in the upper half 7 times of 8, the other rules about 3 times of 4.
        #expect(abs(Double(upper) / 4000 - (rule == .tournament(3) ? 0.875 : 0.755)) < 0.04)
        let flat = Population(members: members.map { Individual(mask: $0.mask, fitness: 0.5) })
        #expect(Set(ChanceSelection(rule).parents(400, of: flat, using: &stream).map(\.mask)).count > 10)
    }

    @Test func theBestOfAllGenerationsAreNamed() throws {
        var configuration = SearchConfiguration(genes: 10, populationSize: 12, leaders: 5, stopping: .generations(8))
        configuration.selection = ChanceSelection(.tournament(2))
        configuration.crossover = BitCrossover(.uniform)
        let fitness: Fitness = { mask, _ in Double(mask.indices.count { $0 < 20 }) }
        let search = GeneticSearch(configuration: configuration)
        var snapshots: [SearchSnapshot] = []
        let result = try search.run(
            seed: 1, sourceWidth: 100, onGeneration: { snapshots.append($1) }, fitness: fitness)
        #expect(result.leaders.count == 5)
        #expect(Set(result.leaders.map(\.mask)).count == 5)
        #expect(result.leaders.first?.fitness == result.best.fitness)
        #expect(zip(result.leaders, result.leaders.dropFirst()).allSatisfy { $0.fitness >= $1.fitness })
        let resumed = try search.run(seed: 1, sourceWidth: 100, resumingFrom: snapshots[3], fitness: fitness)
        #expect(resumed.leaders == result.leaders)
    }
}
