import Evaluation
import Reporting
import Testing

@Suite struct BenchmarkTableTests {
    @Test func theTableIsTheExpectedText() throws {
        let labels: [Int8] = [1, 1, 1, 0, 0, 0, 0, 1]
        let probabilities = [0.9, 0.8, 0.3, 0.1, 0.2, 0.6, 0.4, 0.7]
        let report = EvaluationReport(
            model: "c.h5",
            sets: [
                SetResult(
                    name: "benchmark1", evaluation: try BinaryEvaluation(labels: labels, probabilities: probabilities),
                    skipped: 0, unlabelled: 0, publishedAccuracy: 0.9459),
                SetResult(
                    name: "写真 é",
                    evaluation: try BinaryEvaluation(labels: [0, 0], probabilities: [0.1, 0.2]), skipped: 1,
                    unlabelled: 0, publishedAccuracy: nil),
            ])
        let expected = """
            set         photographs  accuracy %        95 %  precision %  recall %     AUC  published %  difference
            ----------  -----------  ----------  ----------  -----------  --------  ------  -----------  ----------
            benchmark1      8 (4/4)       75.00   40.9-92.9        75.00     75.00  0.8750        94.59      -19.59
            写真 é          2 (0/2)      100.00  34.2-100.0          n/a       n/a     n/a          n/a         n/a

            """
        #expect(BenchmarkTable.table(of: report).text == expected)
    }

    @Test func noLineEndsInSpaces() {
        var table = TextTable(columns: [.init("a", .left), .init("b", .left)])
        table.append(["longer", ""])
        #expect(table.text == "a       b\n------  -\nlonger\n")
    }
}
