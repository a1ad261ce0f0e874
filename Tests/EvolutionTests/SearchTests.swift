import Evolution
import Faults
import Foundation
import Synchronization
import Testing

/// The share of a mask's genes that are below 20: quick, and best known.
private let lowGenes: Fitness = { mask, _ in
    Double(mask.indices.filter { $0 < 20 }.count) / Double(mask.count)
}

@Suite struct SearchTests {
    private func configuration(generations: Int) -> SearchConfiguration {
        SearchConfiguration(genes: 20, populationSize: 24, stopping: .generations(generations))
    }

    private func search(_ generations: Int) -> GeneticSearch {
        GeneticSearch(configuration: configuration(generations: generations))
    }

    @Test func theBestNeverFallsAndRises() throws {
        let result = try search(30).run(seed: 1, sourceWidth: 200, fitness: lowGenes)
        let best = result.history.map(\.best)
        #expect(zip(best, best.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(best[29] > best[0] + 0.2)
        #expect(result.best.fitness == best[29])
        #expect(result.history.allSatisfy { $0.worst <= $0.mean && $0.mean <= $0.best })
        #expect(result.history.map(\.generation) == Array(0..<30))
        #expect(result.seconds.count == 30)
    }

    @Test func noMaskIsEvaluatedTwiceAndNumbersCountUp() throws {
        let seen = Mutex<[(FeatureMask, Int)]>([])
        let result = try search(12).run(seed: 2, sourceWidth: 200) { mask, number in
            seen.withLock { $0.append((mask, number)) }
            return try lowGenes(mask, number)
        }
        let calls = seen.withLock { $0 }
        #expect(Set(calls.map(\.0)).count == calls.count)
        #expect(calls.map(\.1) == Array(0..<calls.count))
        #expect(result.history.last?.totalEvaluations == calls.count)
        // Elites are known from the second generation on.
        #expect(result.history.dropFirst().allSatisfy { $0.evaluations <= 22 })
    }

    @Test func theSameSeedGivesTheSameHistoryOnAnyNumberOfThreads() throws {
        let first = try search(8).run(seed: 3, sourceWidth: 200, fitness: lowGenes)
        let second = try search(8).run(seed: 3, sourceWidth: 200, parallelism: 4, fitness: lowGenes)
        #expect(first.history == second.history)
        #expect(first.population == second.population)
        #expect(try search(8).run(seed: 4, sourceWidth: 200, fitness: lowGenes).history != first.history)
    }

    @Test(arguments: [1, 4, 9]) func aResumedSearchEndsAsAnUninterruptedOne(after interruption: Int) throws {
        struct Killed: Error {}
        // The number of the evaluation has a part in the fitness, so that a wrong count would show.
        let fitness: Fitness = { mask, number in try lowGenes(mask, number) + Double(number) * 1e-6 }
        let whole = try search(10).run(seed: 5, sourceWidth: 200, fitness: fitness)
        var file = Data()
        #expect(throws: Killed.self) {
            try search(10).run(
                seed: 5, sourceWidth: 200,
                onGeneration: { record, snapshot in
                    file = try JSONEncoder().encode(snapshot)
                    if record.generation == interruption - 1 { throw Killed() }
                }, fitness: fitness)
        }
        let snapshot = try JSONDecoder().decode(SearchSnapshot.self, from: file)
        #expect(snapshot.generation == interruption - 1)
        let resumed = try search(10).run(seed: 5, sourceWidth: 200, resumingFrom: snapshot, fitness: fitness)
        #expect(resumed.history == whole.history)
        #expect(resumed.population == whole.population)
        #expect(resumed.best == whole.best)
        #expect(resumed.seconds.count == 10 - interruption)
    }

    @Test func snapshotsOfAnotherSearchAreRefused() throws {
        var last: SearchSnapshot?
        _ = try search(2).run(seed: 6, sourceWidth: 200, onGeneration: { last = $1 }, fitness: lowGenes)
        let snapshot = try #require(last)
        #expect(throws: EvolutionError.snapshotDiffers(field: "seed", found: "6", expected: "7")) {
            try search(3).run(seed: 7, sourceWidth: 200, resumingFrom: snapshot, fitness: lowGenes)
        }
        var other = configuration(generations: 3)
        other.crossover = ConsensusCrossover(parents: 3)
        #expect(throws: EvolutionError.self) {
            try GeneticSearch(configuration: other).run(
                seed: 6, sourceWidth: 200, resumingFrom: snapshot, fitness: lowGenes)
        }
        // Only its end may differ: the search is extended.
        let longer = try search(4).run(seed: 6, sourceWidth: 200, resumingFrom: snapshot, fitness: lowGenes)
        #expect(longer.history == (try search(4).run(seed: 6, sourceWidth: 200, fitness: lowGenes)).history)
    }

    @Test func parentsAreMutatedInPlaceAndElitesAreNot() throws {
        var populations: [[FeatureMask]] = []
        let search = search(2)
        let first = try GeneticSearch(configuration: configuration(generations: 1))
            .run(seed: 8, sourceWidth: 200, fitness: lowGenes).population
        _ = try search.run(
            seed: 8, sourceWidth: 200,
            onGeneration: { _, snapshot in
                populations.append(try snapshot.masks())
            }, fitness: lowGenes)
        let next = populations[1]
        let ranked = first.members.map(\.mask)
        #expect(Array(next[..<2]) == Array(ranked[..<2]))
        for position in 2..<12 { #expect(next[position].overlap(with: ranked[position]) == 18) }
    }

    @Test func stagnationAndEvaluationsEndASearch() throws {
        var stale = configuration(generations: 1)
        stale.stopping = .any([.stagnation(generations: 3), .generations(50)])
        let flat = try GeneticSearch(configuration: stale).run(seed: 1, sourceWidth: 200) { _, _ in 0.5 }
        #expect(flat.history.count == 4)
        stale.stopping = .evaluations(60)
        let counted = try GeneticSearch(configuration: stale).run(seed: 1, sourceWidth: 200, fitness: lowGenes)
        #expect(counted.history.map(\.totalEvaluations).filter { $0 >= 60 }.count == 1)
    }

    @Test func badSettingsAndFitnessAreNamed() throws {
        func expect(_ error: EvolutionError, sourceWidth: Int = 200, _ change: (inout SearchConfiguration) -> Void) {
            var changed = configuration(generations: 2)
            change(&changed)
            let search = GeneticSearch(configuration: changed)
            #expect(throws: error) { try search.run(seed: 1, sourceWidth: sourceWidth, fitness: lowGenes) }
        }
        expect(.tooFewColumns(columns: 19, genes: 20), sourceWidth: 19) { _ in }
        func value(_ name: String, _ value: Double, _ expected: String, _ setting: Setting) -> EvolutionError {
            .configurationValue(name: name, value: value, expected: expected, setting: setting)
        }
        expect(value("population size", 0, "at least 2", .population)) { $0.populationSize = 0 }
        expect(value("number of genes", 0, "at least 1", .genes)) { $0.genes = 0 }
        expect(value("number of parents (half of the population)", 25, "between 1 and 24", .population)) { $0.parents = 25 }
        expect(value("number of elites", 13, "between 0 and 12", .elites)) { $0.elitism = Elitism(count: 13) }
        expect(value("number of parents per child", 13, "between 1 and 12", .parents)) {
            $0.crossover = ConsensusCrossover(parents: 13)
        }
        expect(value("limit of generations", 0, "at least 1", .generations)) { $0.stopping = .generations(0) }
        for threads in [1, 3] {
            #expect {
                try search(1).run(seed: 1, sourceWidth: 200, parallelism: threads) { mask, number in
                    number >= 5 ? .nan : try lowGenes(mask, number)
                }
            } throws: { error in
                guard case .fitnessNotFinite(5, _) = error as? EvolutionError else { return false }
                return true
            }
        }
    }
}
