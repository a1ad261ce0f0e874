import Evolution
import Matrices
import Testing

@Suite struct OperatorTests {
    private var stream = RandomStream(seed: 7, name: "operators")

    private mutating func randomMasks(_ count: Int, genes: Int, sourceWidth: Int) throws -> [FeatureMask] {
        var masks: [FeatureMask] = []
        for _ in 0..<count {
            masks.append(try RandomInitialisation().mask(genes: genes, sourceWidth: sourceWidth, using: &stream))
        }
        return masks
    }

    @Test mutating func randomMasksOverlapAsExpected() throws {
        let masks = try randomMasks(20, genes: 5000, sourceWidth: 19_488)
        #expect(masks.allSatisfy { $0.count == 5000 && $0.sourceWidth == 19_488 })
        // Of the mean over 190 pairs the deviation is about 2: one pair varies by 26.
        let overlap = Population(members: masks.map { Individual(mask: $0, fitness: 0) }).meanOverlap
        #expect(abs(overlap - 5000 * 5000 / 19_488) < 10)
    }

    @Test(arguments: [1, 2, 3, 5, 8]) func consensusKeepsWhatAllHold(parents: Int) throws {
        var stream = stream
        // Thirty genes in common, the rest at random.
        let masks = try (0..<8).map { _ in
            let others = stream.distinct(70, below: 270).map { $0 + 30 }
            return try FeatureMask(indices: Array(0..<30) + others, sourceWidth: 300)
        }
        for position in 0..<8 {
            let child = try ConsensusCrossover(parents: parents).child(position, of: masks, sized: .fixed(100), using: &stream)
            #expect(child.count == 100)
            let chosen = (0..<parents).map { masks[(position + $0) % 8] }
            func holders(_ index: UInt32) -> Int { chosen.filter { $0.indices.contains(index) }.count }
            let taken = Set(child.indices)
            #expect(Set(0..<30).isSubset(of: taken))
            let least = try #require(taken.map(holders).min())
            #expect(least >= 1)
            // No gene left out has more holders than the weakest one taken.
            #expect((0..<300 as Range<UInt32>).filter { !taken.contains($0) }.allSatisfy { holders($0) <= least })
        }
        let alone = try ConsensusCrossover(parents: 1).child(3, of: masks, sized: .fixed(100), using: &stream)
        #expect(alone == masks[3])
    }

    @Test mutating func tiesInConsensusAreBrokenAtRandom() throws {
        let masks = [
            try FeatureMask(indices: Array(0..<50), sourceWidth: 100),
            try FeatureMask(indices: Array(50..<100), sourceWidth: 100),
        ]
        let children = try (0..<20).map { _ in
            try ConsensusCrossover(parents: 2).child(0, of: masks, sized: .fixed(50), using: &stream)
        }
        let fromFirst = children.map { $0.overlap(with: masks[0]) }
        #expect(Set(children).count == 20)
        #expect(fromFirst.allSatisfy { (10...40).contains($0) })
    }

    @Test(arguments: [(0.0, 0), (0.5, 50), (0.9, 90), (0.97, 97), (1.0, 100)])
    func mutationKeepsItsShareExactly(share: Double, kept: Int) throws {
        var stream = stream
        let mask = try RandomInitialisation().mask(genes: 100, sourceWidth: 1000, using: &stream)
        let mutation = try UniqueIndexMutation(keepShare: share)
        let mutants = try (0..<10).map { _ in try mutation.mutated(mask, sized: .fixed(100), using: &stream) }
        #expect(mutants.allSatisfy { $0.count == 100 && $0.overlap(with: mask) == kept })
        #expect(share == 1 || Set(mutants).count == 10)
    }

    @Test mutating func mutationReplacesNoMoreThanThereIs() throws {
        let mask = try RandomInitialisation().mask(genes: 95, sourceWidth: 100, using: &stream)
        let mutant = try UniqueIndexMutation(keepShare: 0.5).mutated(mask, sized: .fixed(95), using: &stream)
        #expect(mutant.count == 95)
        #expect(mutant.overlap(with: mask) == 90)
        #expect(throws: EvolutionError.self) { try UniqueIndexMutation(keepShare: 1.5) }
    }

    @Test mutating func selectionAndElitismTakeTheBest() throws {
        let masks = try randomMasks(10, genes: 3, sourceWidth: 50)
        let ranked = Population(
            members: masks.enumerated().map { Individual(mask: $1, fitness: Double($0 * 7 % 10)) }
        ).ranked()
        #expect(TruncationSelection().parents(4, of: ranked, using: &stream).map(\.fitness) == [9, 8, 7, 6])
        #expect(Elitism().elites(of: ranked).map(\.fitness) == [9, 8])
    }

    @Test func stoppingRulesCompose() {
        func progress(_ generations: Int, _ evaluations: Int, _ stale: Int, _ seconds: Double) -> SearchProgress {
            SearchProgress(
                generations: generations, evaluations: evaluations, generationsWithoutGain: stale, seconds: seconds)
        }
        let rule = StoppingRule.any([.generations(10), .all([.stagnation(generations: 3), .evaluations(500)]), .seconds(60)])
        #expect(!rule.isMet(by: progress(9, 400, 5, 1)))
        #expect(!rule.isMet(by: progress(9, 600, 2, 1)))
        #expect(rule.isMet(by: progress(9, 600, 3, 1)))
        #expect(rule.isMet(by: progress(10, 0, 0, 0)))
        #expect(rule.isMet(by: progress(1, 0, 0, 60)))
    }
}
