import Evaluation
import Foundation
import Testing

/// Photographs that are named by their position, such as p0 and p1.
func judged(_ labels: [Int8], _ probabilities: [Double], groups: [String?]? = nil) -> [JudgedPhotograph] {
    labels.indices.map {
        JudgedPhotograph(path: "p\($0)", label: labels[$0], probability: probabilities[$0], group: groups?[$0])
    }
}

func result(
    _ name: String, _ photographs: [JudgedPhotograph], published: PublishedAccuracy? = nil
) throws -> SetResult {
    try SetResult(
        name: name, photographs: photographs, threshold: 0.5, skipped: ["it is empty": 2], unlabelled: 1,
        published: published)
}

@Suite struct EvaluationReportTests {
    private let record = [
        "name": "Coco", "aesthetic": "0", "not_aesthetic": "4", "accuracy_ga": "93.4", "accuracy_pca": "94.6",
        "precision_pca": "", "recall_pca": "", "source": "somewhere",
    ]

    @Test func aReportComesBackFromJSON() throws {
        let published = PublishedAccuracy(geneticAlgorithm: 0.934, principalComponents: nil, isReduced: false)
        let set = try result("coco", judged([0, 0, 0, 0], [0.1, 0.2, 0.5, 0.3]), published: published)
        #expect(set.notAesthetic == 4)
        #expect(abs((set.accuracyDifference ?? 0) + 0.184) < 1e-12)
        let report = EvaluationReport(model: "c.h5", sets: [set])
        let json = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(EvaluationReport.self, from: json) == report)
        #expect(!String(decoding: json, as: UTF8.self).contains("recall"))
    }

    @Test func groupsAreMeasuredApart() throws {
        let photographs = judged([1, 0, 1, 0, 1], [0.9, 0.1, 0.2, 0.3, 0.8], groups: ["b", "b", "a", nil, "a"])
        let groups = try result("set", photographs).groups
        #expect(groups.map(\.name) == ["a", "b"])
        #expect(groups.map(\.accuracy) == [0.5, 1])
        #expect(groups.map(\.confusion.count) == [2, 2])
    }

    @Test func aPublishedFigureStandsBesideASetOfItsSizeAlone() throws {
        let benchmarks = try PublishedBenchmarks(records: [record])
        let found = benchmarks.accuracy(on: "coco", aesthetic: 0, notAesthetic: 4, isReduced: true)
        #expect(found?.accuracy == 0.946)
        #expect(benchmarks.accuracy(on: "coco", aesthetic: 1, notAesthetic: 4, isReduced: true) == nil)
        let other = try result("coco", judged([0, 1], [0, 1]))
        #expect(benchmarks.mismatch(with: other)?.contains("1 aesthetic and 1 other") == true)
        #expect(benchmarks.mismatch(with: try result("other", judged([0, 1], [0, 1]))) == nil)
        let same = try result("coco", judged([0, 0, 0, 0], [0, 0, 0, 0]), published: found)
        #expect(benchmarks.mismatch(with: same) == nil)
    }

    @Test func benchmarksAreRead() throws {
        let benchmarks = try PublishedBenchmarks(records: [record])
        let coco = try #require(benchmarks.benchmark(named: "coco"))
        #expect(coco.notAesthetic == 4)
        #expect(abs((coco.accuracyGA ?? 0) - 0.934) < 1e-12)
        #expect(coco.precisionPCA == nil)
        #expect(benchmarks.benchmark(named: "other") == nil)
    }

    @Test func badBenchmarksAreNamed() {
        var missing = record
        missing["source"] = nil
        #expect(throws: EvaluationError.self) { try PublishedBenchmarks(records: [missing]) }
        var bad = record
        bad["accuracy_ga"] = "934"
        #expect(
            throws: EvaluationError.badBenchmark(
                name: "Coco", column: "accuracy_ga", found: "934", expected: "a percentage from 0 to 100")
        ) { try PublishedBenchmarks(records: [bad]) }
        #expect(throws: EvaluationError.repeatedBenchmark(name: "Coco")) {
            try PublishedBenchmarks(records: [record, record])
        }
    }
}

@Suite struct RunComparisonTests {
    private func report(_ sets: SetResult...) -> EvaluationReport { EvaluationReport(model: "c.h5", sets: sets) }

    @Test func runsAreComparedOnThePhotographsOfBoth() throws {
        let first = try result("one", judged([1, 1, 0, 0], [0.9, 0.9, 0.1, 0.9]))
        let second = try result("one", Array(judged([1, 1, 0, 0, 0], [0.9, 0.1, 0.1, 0.1, 0.1]).dropFirst()))
        let alone = try result("two", judged([1], [0.9]))
        let comparison = try RunComparison([("a", report(first)), ("b", report(second, alone))], seed: 1)
        #expect(comparison.sets.map(\.name) == ["one", "two"])
        let entry = try #require(comparison.sets[0].entries[1])
        #expect(entry.count == 4)
        #expect(entry.difference?.common == 3)
        #expect(entry.difference?.test == McNemarTest(onlyFirstRight: 1, onlySecondRight: 1))
        #expect(comparison.sets[0].entries[0]?.difference == nil)
        #expect(comparison.sets[1].entries[0] == nil)
        #expect(comparison.sets[1].entries[1]?.difference == nil)
    }

    @Test func correlationsWithVotesAreCompared() throws {
        let votes = (0..<40).map { 1 + Double($0 % 8) }
        func run(_ noise: (Int) -> Double) throws -> EvaluationReport {
            let photographs = votes.indices.map { place in
                JudgedPhotograph(
                    path: "p\(place)", label: votes[place] >= 4 ? 1 : 0, probability: (votes[place] + noise(place)) / 20,
                    meanVote: votes[place])
            }
            return report(try result("rated", photographs))
        }
        let reports = [("rough", try run { Double($0 * 7 % 11) }), ("exact", try run { _ in 0 })]
        let comparison = try RunComparison(reports, seed: 1)
        #expect(try RunComparison(reports, seed: 1) == comparison)
        let ratings = try #require(comparison.sets[0].entries[1]?.difference?.ratings)
        let (rank, interval) = (try #require(ratings.rank), try #require(ratings.rankInterval))
        #expect(ratings.common == 40 && rank > 0 && rank < 1)
        #expect(interval.lower > 0 && interval.lower < rank && interval.upper > rank)
        let linear = try #require(ratings.linearInterval)
        #expect(linear.lower > 0)
        let same = try RunComparison([reports[0], reports[0]], seed: 1).sets[0].entries[1]?.difference?.ratings
        #expect(same?.rank == 0 && same?.rankInterval?.lower == 0 && same?.rankInterval?.upper == 0)
    }

    @Test func aPhotographWithTwoTruthsIsNamed() throws {
        let first = report(try result("one", judged([1, 0], [0.9, 0.1])))
        let second = report(try result("one", judged([1, 1], [0.9, 0.1])))
        #expect(throws: EvaluationError.labelsDiffer(set: "one", path: "p1")) {
            try RunComparison([("a", first), ("b", second)], seed: 1)
        }
    }
}
