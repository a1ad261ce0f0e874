import Evolution
import Matrices
import Testing

/// What every operator promises, whatever it does: masks of the right size, of columns that there are, each once, and
/// the same again from the same seed.
@Suite struct ZooTests {
    private static let width = 300

    static let crossovers: [any Crossover] =
        ChoiceOfOperatorsTests.rules.map { BitCrossover($0) }
        + [MaskCrossover(), MatrixCrossover(), ConsensusCrossover(parents: 3)]

    static let mutations: [any Mutation] = {
        let single = SingleGeneMutation(), unique = UniqueIndexMutation()
        let checked =
            [
                try? BitFlipMutation(flips: 1), try? BitFlipMutation(flips: 40), try? BitFlipMutation(flips: 5000),
                try? ImmigrantMutation(single, rate: 0.5), try? AdaptiveMutation(keepShares: 0.3, 0.9),
            ] as [(any Mutation)?]
        return [single, unique] + checked.compactMap { $0 }
    }()

    private func masks(_ count: Int, genes: Int) throws -> [FeatureMask] {
        var stream = RandomStream(seed: 5, name: "masks")
        return try (0..<count).map { _ in
            try RandomInitialisation().mask(genes: genes, sourceWidth: Self.width, using: &stream)
        }
    }

    @Test func noneIsMissing() {
        #expect(Self.mutations.count == 7)
        #expect(throws: EvolutionError.self) { try BitFlipMutation(flips: 0) }
        #expect(throws: EvolutionError.self) { try ImmigrantMutation(SingleGeneMutation(), rate: 1.5) }
    }

    @Test(arguments: crossovers.indices, [1, 80, 299, 300])
    func crossoversKeepTheirPromises(number: Int, genes: Int) throws {
        let crossover = Self.crossovers[number]
        let parents = try masks(5, genes: genes)
        func children() throws -> [FeatureMask] {
            var stream = RandomStream(seed: 1, name: "children")
            return try (0..<10).map { try crossover.child($0, of: parents, sized: .fixed(genes), using: &stream) }
        }
        let made = try children()
        // A mask cannot hold a column twice, or one that there is not.
        #expect(made.allSatisfy { $0.count == genes && $0.sourceWidth == Self.width }, "\(crossover)")
        #expect(try children() == made, "\(crossover)")
    }

    @Test(arguments: mutations.indices, [1, 80, 299, 300])
    func mutationsKeepTheirPromises(number: Int, genes: Int) throws {
        let mutation = Self.mutations[number]
        let mask = try masks(1, genes: genes)[0]
        func mutants() throws -> [FeatureMask] {
            var stream = RandomStream(seed: 2, name: "mutants")
            return try (0..<10).map { _ in try mutation.mutated(mask, sized: .fixed(genes), using: &stream) }
        }
        let made = try mutants()
        #expect(made.allSatisfy { $0.count == genes && $0.sourceWidth == Self.width }, "\(mutation)")
        #expect(try mutants() == made, "\(mutation)")
        var stream = RandomStream(seed: 3, name: "sizes")
        let free = try (0..<20).map { _ in try mutation.mutated(mask, sized: MaskSizing(1...300), using: &stream) }
        #expect(free.allSatisfy { 1...300 ~= $0.count }, "\(mutation)")
    }

    @Test(arguments: [0, 1, 2]) func childrenHoldNothingElseThanTheirParents(number: Int) throws {
        let crossover = ([MaskCrossover(), MatrixCrossover(), BitCrossover(.points(7))] as [any Crossover])[number]
        let parents = try masks(4, genes: 60)
        var stream = RandomStream(seed: 4, name: "held")
        for position in 0..<12 {
            let child = try crossover.child(position, of: parents, sized: .fixed(60), using: &stream)
            let held = Set(parents[position % 4].indices).union(parents[(position + 1) % 4].indices)
            #expect(Set(child.indices).isSubset(of: held))
        }
    }

    @Test func aSingleGeneIsOne() throws {
        let mask = try masks(1, genes: 60)[0]
        var stream = RandomStream(seed: 6, name: "single")
        let mutants = try (0..<20).map { _ in try SingleGeneMutation().mutated(mask, sized: .fixed(60), using: &stream) }
        #expect(mutants.allSatisfy { $0.overlap(with: mask) == 59 } && Set(mutants).count > 15)
        let whole = try FeatureMask(indices: 0..<Self.width, sourceWidth: Self.width)
        #expect(try SingleGeneMutation().mutated(whole, sized: .fixed(Self.width), using: &stream) == whole)
    }

    @Test func flipsChangeAtMostAsMuchAsTheyAndTheirRepairCan() throws {
        let mask = try masks(1, genes: 60)[0]
        var stream = RandomStream(seed: 7, name: "flips")
        for flips in [1, 5, 20] {
            let mutation = try BitFlipMutation(flips: flips)
            for _ in 0..<20 {
                #expect(try mutation.mutated(mask, sized: .fixed(60), using: &stream).overlap(with: mask) >= 60 - flips)
            }
        }
    }

    @Test func immigrantsComeAtTheirRate() throws {
        let mask = try masks(1, genes: 60)[0]
        var stream = RandomStream(seed: 8, name: "immigrants")
        let mutation = try ImmigrantMutation(SingleGeneMutation(), rate: 0.3)
        let new = try (0..<1000).count { _ in
            try mutation.mutated(mask, sized: .fixed(60), using: &stream).overlap(with: mask) < 50
        }
        #expect((250...350).contains(new))
    }
}
