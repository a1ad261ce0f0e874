import Evolution
import Faults
import Foundation
import Matrices
import Testing

@Suite struct MaskTests {
    @Test func indicesAreSortedAndMirroredByBooleans() throws {
        let mask = try FeatureMask(indices: [5, 0, 3], sourceWidth: 7)
        #expect(mask.indices == [0, 3, 5])
        #expect(mask.booleans == [true, false, false, true, false, true, false])
        #expect(try FeatureMask(booleans: mask.booleans) == mask)
        #expect(mask.overlap(with: try FeatureMask(indices: [5, 6, 0, 1], sourceWidth: 7)) == 2)
        #expect(mask.overlap(with: mask) == 3)
    }

    @Test func badIndicesAreNamed() {
        #expect(throws: EvolutionError.emptyMask(sourceWidth: 7)) { try FeatureMask(indices: [], sourceWidth: 7) }
        #expect(throws: EvolutionError.duplicateIndex(3)) { try FeatureMask(indices: [3, 1, 3], sourceWidth: 7) }
        #expect(throws: EvolutionError.indexOutOfRange(index: 7, sourceWidth: 7)) {
            try FeatureMask(indices: [7], sourceWidth: 7)
        }
        #expect(throws: EvolutionError.indexOutOfRange(index: -1, sourceWidth: 7)) {
            try FeatureMask(indices: [2, -1], sourceWidth: 7)
        }
        #expect(throws: EvolutionError.emptyMask(sourceWidth: 2)) { try FeatureMask(booleans: [false, false]) }
    }

    @Test func projectionTakesTheChosenColumns() throws {
        let matrix = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
        let mask = try FeatureMask(indices: [2, 0], sourceWidth: 3)
        #expect(try mask.project(matrix) == Matrix(rows: 2, columns: 2, elements: [1, 3, 4, 6]))
        #expect(throws: EvolutionError.columnCount(found: 2, expected: 3)) {
            try mask.project(Matrix(rows: 1, columns: 2))
        }
    }

    @Test func masksSurviveJSONAndBadOnesAreRefused() throws {
        let mask = try FeatureMask(indices: [2, 0], sourceWidth: 3)
        #expect(try JSONDecoder().decode(FeatureMask.self, from: JSONEncoder().encode(mask)) == mask)
        #expect(throws: EvolutionError.duplicateIndex(1)) {
            try JSONDecoder().decode(FeatureMask.self, from: Data(#"{"indices":[1,1],"sourceWidth":3}"#.utf8))
        }
    }

    @Test func rankingIsStable() throws {
        let members = try [0.5, 0.9, 0.5, 0.9].enumerated().map { index, fitness in
            Individual(mask: try FeatureMask(indices: [index], sourceWidth: 4), fitness: fitness)
        }
        let ranked = Population(members: members).ranked().members
        #expect(ranked.map { $0.mask.indices[0] } == [1, 3, 0, 2])
    }

    @Test func meanOverlapIsThatOfAllPairs() throws {
        var stream = RandomStream(seed: 1, name: "overlap")
        let members = try (0..<9).map { _ in
            Individual(mask: try RandomInitialisation().mask(genes: 12, sourceWidth: 40, using: &stream), fitness: 0)
        }
        var sum = 0
        for one in 0..<9 { for other in 0..<one { sum += members[one].mask.overlap(with: members[other].mask) } }
        #expect(Population(members: members).meanOverlap == Double(sum) / 36)
    }

    @Test func sentencesNameTheFacts() {
        #expect(
            EvolutionError.tooFewColumns(columns: 10, genes: 20).sentence
                == "20 columns are wanted, but there are only 10; choose fewer columns")
        #expect(EvolutionError.tooFewColumns(columns: 10, genes: 20).kind == .usage)
        #expect(EvolutionError.duplicateIndex(3).kind == .badData)
    }
}
