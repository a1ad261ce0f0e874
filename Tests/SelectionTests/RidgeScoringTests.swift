import Selection
import Learning
import Matrices
import Testing

@Suite struct RidgeScoringTests {
    /// Two classes whose means differ in the first columns.
    private func data(rows: Int, columns: Int) -> (features: Matrix, labels: [Int]) {
        var stream = RandomStream(seed: 11, name: "ridge \(rows) \(columns)")
        let labels = (0..<rows).map { $0 % 3 == 0 ? 1 : 0 }
        let values = (0..<rows * columns).map { index in
            let informative = index % columns < 3 ? 0.9 * Double(labels[index / columns]) : 0
            return Float(5 + 2 * (stream.normal() + informative))
        }
        return (Matrix(rows: rows, columns: columns, elements: values), labels)
    }

    /// Ridge regression with a free intercept by Gaussian elimination in double precision: what a row is predicted as.
    private func predicted(
        _ z: [[Double]], _ targets: [Double], penalty: Double, for row: [Double]
    ) -> Double {
        let width = row.count + 1
        var system = [[Double]](repeating: [Double](repeating: 0, count: width + 1), count: width)
        for (values, target) in zip(z, targets) {
            let augmented = values + [1]
            for i in 0..<width {
                for j in 0..<width { system[i][j] += augmented[i] * augmented[j] }
                system[i][width] += augmented[i] * target
            }
        }
        for i in 0..<row.count { system[i][i] += penalty }
        for pivot in 0..<width {
            for other in 0..<width where other != pivot {
                let factor = system[other][pivot] / system[pivot][pivot]
                for j in pivot...width { system[other][j] -= factor * system[pivot][j] }
            }
        }
        return zip(row + [1], system.indices).reduce(0) { $0 + $1.0 * system[$1.1][width] / system[$1.1][$1.1] }
    }

    private func standardised(_ features: Matrix, by rows: [Int], columns: [Int]) -> [[Double]] {
        let scaling = InputScaling(fitting: features, rows: rows)
        return (0..<features.rows).map { row in
            columns.map { Double((features[row, $0] - scaling.mean[$0]) / scaling.deviation[$0]) }
        }
    }

    @Test func leavingOneOutIsFittingAgainWithoutIt() throws {
        let (features, labels) = data(rows: 24, columns: 30)
        let split = try StratifiedSplit(labels: labels, fraction: 0.2, seed: 1)
        for (penalty, columns) in [(0.3, Array(0..<30)), (1, Array(stride(from: 0, to: 30, by: 2))), (0.05, [0, 1, 2])] {
            let scoring = try RidgeScoring(
                features: features, labels: labels, split: split, chosen: 24, penalty: penalty)
            #expect(scoring.measure == .leaveOneOut)
            let z = standardised(features, by: Array(0..<24), columns: columns)
            let targets = labels.map { Double(2 * $0 - 1) }
            let right = (0..<24).count { row in
                let others = (0..<24).filter { $0 != row }
                let value = predicted(
                    others.map { z[$0] }, others.map { targets[$0] }, penalty: penalty * 24, for: z[row])
                return (value > 0) == (targets[row] > 0)
            }
            #expect(try scoring.accuracy(of: columns) == Double(right) / 24)
        }
    }

    @Test func theValidationPartIsScoredByTheTrainingPart() throws {
        let (features, labels) = data(rows: 60, columns: 10)
        let split = try StratifiedSplit(labels: labels, fraction: 0.3, seed: 2)
        let scoring = try RidgeScoring(features: features, labels: labels, split: split, chosen: 5, penalty: 0.1)
        #expect(scoring.measure == .validation)
        for columns in [[0, 1, 2, 3, 4], [1, 4, 6, 8, 9], [3, 5, 7]] {
            let z = standardised(features, by: split.training, columns: columns)
            let targets = labels.map { Double(2 * $0 - 1) }
            let right = split.validation.count { row in
                let value = predicted(
                    split.training.map { z[$0] }, split.training.map { targets[$0] },
                    penalty: 0.1 * Double(split.training.count), for: z[row])
                return (value > 0) == (targets[row] > 0)
            }
            #expect(try scoring.accuracy(of: columns) == Double(right) / Double(split.validation.count))
        }
    }

    @Test(arguments: [RidgeScoring.Measure.leaveOneOut, .validation])
    func worthIsTheSizeOfACoefficient(measure: RidgeScoring.Measure) throws {
        let (features, labels) = data(rows: 60, columns: 10)
        let split = try StratifiedSplit(labels: labels, fraction: 0.3, seed: 2)
        let scoring = try RidgeScoring(
            features: features, labels: labels, split: split, chosen: 4, penalty: 0.2, measure: measure)
        let rows = measure == .leaveOneOut ? Array(0..<60) : split.training
        let columns = [1, 2, 5, 8]
        let all = standardised(features, by: rows, columns: Array(0..<10))
        let z = rows.map { row in columns.map { all[row][$0] } }
        let targets = rows.map { Double(2 * labels[$0] - 1) }
        let penalty = 0.2 * Double(rows.count)
        func value(_ row: [Double]) -> Double { predicted(z, targets, penalty: penalty, for: row) }
        let worths = try scoring.worths(of: columns)
        let origin = value([0, 0, 0, 0])
        let residuals = zip(z, targets).map { $1 - value($0) }
        for column in 0..<10 {
            let expected =
                if let place = columns.firstIndex(of: column) {
                    value((0..<4).map { $0 == place ? 1 : 0 }) - origin
                } else {
                    zip(rows, residuals).reduce(0) { $0 + all[$1.0][column] * $1.1 } / (Double(rows.count) + penalty)
                }
            #expect(abs(Double(worths[column]) - abs(expected)) < 1e-4)
        }
    }

    @Test func informativeColumnsScoreHigher() throws {
        let (features, labels) = data(rows: 200, columns: 20)
        let split = try StratifiedSplit(labels: labels, fraction: 0.3, seed: 3)
        let scoring = try RidgeScoring(features: features, labels: labels, split: split, chosen: 3, penalty: 0.1)
        #expect(try scoring.accuracy(of: [0, 1, 2]) > scoring.accuracy(of: [10, 11, 12]) + 0.05)
    }

    @Test func wrongInputIsRefused() throws {
        let (features, labels) = data(rows: 24, columns: 30)
        let split = try StratifiedSplit(labels: labels, fraction: 0.2, seed: 1)
        #expect(throws: LearningError.oneClassOnly(label: 1)) {
            try RidgeScoring(
                features: features, labels: [Int](repeating: 1, count: 24), split: split, chosen: 4, penalty: 1)
        }
        #expect(throws: LearningError.self) {
            try RidgeScoring(features: features, labels: labels, split: split, chosen: 4, penalty: 0)
        }
        let scoring = try RidgeScoring(features: features, labels: labels, split: split, chosen: 4, penalty: 1)
        #expect(throws: LearningError.columnOutOfRange(column: 30, columns: 30)) { try scoring.accuracy(of: [1, 30]) }
    }
}
