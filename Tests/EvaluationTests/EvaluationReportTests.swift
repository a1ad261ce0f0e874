import Evaluation
import Foundation
import Testing

@Suite struct EvaluationReportTests {
    private let record = [
        "name": "Coco", "aesthetic": "0", "not_aesthetic": "1000", "accuracy_ga": "93.4", "accuracy_pca": "94.6",
        "precision_pca": "", "recall_pca": "", "source": "somewhere",
    ]

    @Test func aReportComesBackFromJSON() throws {
        let evaluation = try BinaryEvaluation(labels: [0, 0, 0, 0], probabilities: [0.1, 0.2, 0.5, 0.3])
        let set = SetResult(
            name: "coco", evaluation: evaluation, skipped: 2, unlabelled: 1, publishedAccuracy: 0.934)
        #expect(set.notAesthetic == 4)
        #expect(abs((set.accuracyDifference ?? 0) + 0.184) < 1e-12)
        let report = EvaluationReport(model: "c.h5", sets: [set])
        let json = try report.json()
        #expect(try EvaluationReport(json: json) == report)
        let text = String(decoding: json, as: UTF8.self)
        #expect(!text.contains("recall"))
        let accuracy = try #require(text.range(of: "\"accuracy\""))
        let skipped = try #require(text.range(of: "\"skipped\""))
        #expect(accuracy.lowerBound < skipped.lowerBound)
    }

    @Test func benchmarksAreRead() throws {
        let benchmarks = try PublishedBenchmarks(records: [record])
        let coco = try #require(benchmarks.benchmark(named: "coco"))
        #expect(coco.notAesthetic == 1000)
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
                name: "Coco", column: "accuracy_ga", found: "934", expected: "per cent, from 0 to 100")
        ) { try PublishedBenchmarks(records: [bad]) }
        #expect(throws: EvaluationError.repeatedBenchmark(name: "Coco")) {
            try PublishedBenchmarks(records: [record, record])
        }
    }
}
