import Evaluation
import Reporting
import Testing

func judged(_ labels: [Int8], _ probabilities: [Double]) -> [JudgedPhotograph] {
    labels.indices.map { JudgedPhotograph(path: "p\($0)", label: labels[$0], probability: probabilities[$0]) }
}

/// Two sets: one with all figures, and one for which most have no meaning.
func exampleReport() throws -> EvaluationReport {
    EvaluationReport(
        model: "c.h5",
        sets: [
            try SetResult(
                name: "benchmark1",
                photographs: judged([1, 1, 1, 0, 0, 0, 0, 1], [0.9, 0.8, 0.3, 0.1, 0.2, 0.6, 0.4, 0.7]), threshold: 0.5,
                skipped: [:], unlabelled: 0,
                published: PublishedAccuracy(geneticAlgorithm: 0.9459, principalComponents: nil, isReduced: false)),
            try SetResult(
                name: "写真 é", photographs: judged([0, 0], [0.1, 0.2]), threshold: 0.5, skipped: ["it is <empty>": 1],
                unlabelled: 0, published: nil),
        ])
}

@Suite struct BenchmarkTableTests {
    @Test func theTableIsTheExpectedText() throws {
        let expected = """
            set         photographs  accuracy %        95 %  majority %  precision %  recall %     AUC    ECE  published GA  PCA  difference
            ----------  -----------  ----------  ----------  ----------  -----------  --------  ------  -----  ------------  ---  ----------
            benchmark1      8 (4/4)       75.00   40.9-92.9       50.00        75.00     75.00  0.8750  0.325         94.59  n/a      -19.59
            写真 é          2 (0/2)      100.00  34.2-100.0      100.00          n/a       n/a     n/a  0.150           n/a  n/a         n/a

            """
        #expect(BenchmarkTable.table(of: try exampleReport()).text == expected)
    }

    @Test func noLineEndsInSpaces() {
        var table = TextTable(columns: [.init("a", .left), .init("b", .left)])
        table.append(["longer", ""])
        #expect(table.text == "a       b\n------  -\nlonger\n")
    }
}
