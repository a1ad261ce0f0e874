import Evolution
import Learning
import Matrices
import Selection
import TestSupport
import Testing

/// What scikit-learn says of generated columns.
private struct Expected: Decodable {
    struct Greedy: Decodable {
        let penalty: Double
        let columns: [Int]
        let error: Double
    }

    let features: [[Double]]
    let labels: [Int]
    let varianceRatios: [Double]
    let information: [String: [Double]]
    let coefficients: [String: [Double]]
    let greedy: [Greedy]

    var data: LabelledColumns {
        get throws {
            try LabelledColumns(
                features: Matrix(
                    rows: features.count, columns: features[0].count, elements: features.joined().map { Float($0) }),
                labels: labels)
        }
    }
}

@Suite struct SelectorTests {
    private let expected: Expected
    private let data: LabelledColumns

    init() throws {
        expected = try Fixture.json("selection/expected.json")
        data = try expected.data
    }

    @Test func ratiosOfVarianceAreThoseOfScikitLearn() throws {
        expectClose(VarianceAnalysis().scores(of: data), expected.varianceRatios, tolerance: 1e-10, scale: .ofEach)
        let chosen = try VarianceAnalysis().select(3, from: data) {}
        #expect(chosen.mask.columns == [2, 8, 11])
        #expect(chosen.scores.count == 3 && chosen.scores[0] == VarianceAnalysis().scores(of: data)[2])
    }

    @Test func informationIsThatOfScikitLearn() throws {
        for (neighbours, information) in expected.information {
            let scores = try MutualInformation(neighbours: #require(Int(neighbours))).scores(of: data)
            expectClose(scores, information, tolerance: 1e-9, scale: .ofEach)
        }
    }

    /// Columns on grids, some far from zero: the mean of what scikit-learn finds with many draws of its noise.
    @Test func informationOfRoundedColumnsIsWhatScikitLearnFindsOnAverage() throws {
        struct Column: Decodable {
            let name: String
            let values: [Double]
            let information: [String: Estimate]
        }
        struct Estimate: Decodable {
            let mean: Double
            let error: Double
        }
        struct Ties: Decodable {
            let labels: [Int]
            let columns: [Column]
        }
        let ties: Ties = try Fixture.json("selection/ties.json")
        let rows = ties.labels.indices.map { row in ties.columns.map { Float($0.values[row]) } }
        let data = try LabelledColumns(
            features: Matrix(rows: rows.count, columns: ties.columns.count, elements: Array(rows.joined())),
            labels: ties.labels)
        for neighbours in ["1", "3", "7"] {
            let scores = try MutualInformation(neighbours: #require(Int(neighbours))).scores(of: data)
            for (column, score) in zip(ties.columns, scores) {
                let expected = try #require(column.information[neighbours])
                #expect(
                    abs(score - expected.mean) <= 5 * expected.error + 0.006,
                    "\(column.name), \(neighbours) neighbours: \(score), \(expected.mean)")
            }
        }
    }

    @Test func informationOfColumnsWithEqualValues() throws {
        // The label itself, a constant, and a coin that has nothing to do with it.
        let rows = (0..<40).map { [Float($0 % 2), 7, Float($0 / 2 % 2)] }
        let data = try LabelledColumns(
            features: Matrix(rows: 40, columns: 3, elements: Array(rows.joined())), labels: (0..<40).map { $0 % 2 })
        let scores = try MutualInformation().scores(of: data)
        // digamma(40) - digamma(20) at the label itself: log 2 but for the smallness of the sample.
        #expect(abs(scores[0] - 0.7058) < 1e-3)
        #expect(scores[1] == 0)
        #expect(scores[2] < 0.05)
        #expect(VarianceAnalysis().scores(of: data)[1] == 0)
        #expect(VarianceAnalysis().scores(of: data)[0] == .infinity)
    }

    @Test func sparseCoefficientsAreThoseOfScikitLearn() throws {
        for (penalty, coefficients) in expected.coefficients {
            let found = try SparseRegression.coefficients(of: data, penalty: #require(Double(penalty)))
            expectClose(found, coefficients, tolerance: 2e-4, scale: .ofEach)
            #expect(found.map { $0 == 0 } == coefficients.map { $0 == 0 })
        }
        let chosen = try SparseRegression().select(3, from: data) {}
        #expect(chosen.mask.columns.contains(2) && chosen.mask.count <= 3)
    }

    @Test func greedyChoiceIsThatOfFittingAgain() throws {
        for trial in expected.greedy {
            let chosen = try GreedyForward(penalty: trial.penalty).select(5, from: data) {}
            #expect(chosen.mask.columns == trial.columns.sorted())
            // What is left of the error is that of no column at all, less what each column took.
            let rows = Double(data.rows)
            let ones = Double(data.labels.count { $0 == 1 })
            let mean = (2 * ones - rows) / rows
            let alone = data.labels.reduce(0.0) { sum, label in
                let residual = (Double(2 * label - 1) - mean) / (1 - 1 / rows)
                return sum + residual * residual
            }
            let taken = chosen.scores.reduce(0, +) * rows
            #expect(abs(alone - taken - trial.error) < 1e-4 * alone)
        }
    }

    @Test func chanceDependsOnTheSeedAlone() throws {
        let first = try RandomColumns(seed: 4).select(5, from: data) {}
        #expect(first.mask.count == 5 && first.scores.isEmpty)
        #expect(try RandomColumns(seed: 4).select(5, from: data) {} == first)
        #expect(try RandomColumns(seed: 5).select(5, from: data) {} != first)
    }

    @Test func moreColumnsThanThereAre() throws {
        let selectors: [any ColumnSelector] = [
            RandomColumns(seed: 1), VarianceAnalysis(), try MutualInformation(), SparseRegression(), try GreedyForward(),
        ]
        for selector in selectors {
            #expect(throws: EvolutionError.tooFewColumns(columns: 14, genes: 15)) { try selector.select(15, from: data) {} }
            #expect(throws: EvolutionError.self) { try selector.select(0, from: data) {} }
            #expect(try selector.select(14, from: data) {}.mask.sourceWidth == 14)
        }
    }

    @Test func dataThatCannotBe() {
        let features = Matrix(rows: 2, columns: 2, elements: [1, 2, 3, .nan])
        #expect(throws: LearningError.notFinite(part: .training, row: 1, column: 1)) {
            try LabelledColumns(features: features, labels: [0, 1])
        }
        #expect(throws: LearningError.oneClassOnly(label: 1)) { try LabelledColumns(features: features, labels: [1, 1]) }
        #expect(throws: LearningError.self) { try LabelledColumns(features: features, labels: [0, 2]) }
        #expect(throws: LearningError.self) { try LabelledColumns(features: features, labels: [0]) }
        #expect(throws: LearningError.self) { try GreedyForward(penalty: 0) }
        #expect(throws: LearningError.self) { try MutualInformation(neighbours: 0) }
    }
}
