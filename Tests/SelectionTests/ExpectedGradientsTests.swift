import Evolution
import Graphs
import Learning
import Matrices
import Selection
import Testing

@Suite struct ExpectedGradientsTests {
    private static let rows = 300

    /// A network that was trained on labels which the first two of ten columns tell.
    private func trained(activation: Activation) throws -> (TrainedNetwork, LabelledColumns) {
        var stream = RandomStream(seed: 3, name: "expected gradients")
        let labels = (0..<Self.rows).map { $0 % 2 }
        let values = (0..<Self.rows * 10).map { index in
            Float(2 + 3 * stream.normal() + (index % 10 < 2 ? 6 * Double(labels[index / 10]) : 0))
        }
        let features = Matrix(rows: Self.rows, columns: 10, elements: values)
        let network = try Trainer(
            architecture: try NetworkArchitecture(hiddenWidths: [12, 6], activation: activation, classes: 2),
            configuration: TrainingConfiguration(
                epochs: 30, batchSize: 16, learningRate: 0.01, schedule: .constant, standardisesInputs: true)
        ).fit(features: features, labels: labels)
        return (network, try LabelledColumns(features: features, labels: labels))
    }

    @Test(arguments: Activation.allCases)
    func gradientsEqualCentralDifferences(_ activation: Activation) throws {
        let (network, data) = try trained(activation: activation)
        let features = data.features.selecting(rows: 0..<7)
        let gradients = try network.probabilityGradients(at: features, ofClass: 1)
        var worst = 0.0
        for column in 0..<features.columns {
            func moved(_ by: Float) throws -> Matrix {
                var moved = features
                for row in 0..<7 { moved[row, column] += by }
                return try network.probabilities(for: moved)
            }
            let (above, below) = (try moved(0.01), try moved(-0.01))
            for row in 0..<7 {
                let difference = Double(above[row, 1] - below[row, 1]) / 0.02
                worst = max(worst, abs(difference - Double(gradients[row, column])))
            }
        }
        // A row may lie at a kink of relu.
        #expect(worst < (activation == .relu ? 5e-3 : 5e-4))
        #expect(gradients.elements.contains { abs($0) > 0.01 })
    }

    @Test func attributionsAddUpToTheDifferenceFromTheMean() throws {
        let (network, data) = try trained(activation: .tanh)
        let selector = try ExpectedGradients(network: network, draws: 20_000, seed: 1)
        let probabilities = try network.probabilities(for: data.features)
        for row in [0, 1] {
            let predicted = probabilities[row, 1] > probabilities[row, 0] ? 1 : 0
            let mean = (0..<Self.rows).reduce(0) { $0 + probabilities[$1, predicted] } / Float(Self.rows)
            let sum = try selector.attributions(to: row, of: data.features).reduce(0, +)
            #expect(abs(sum - (probabilities[row, predicted] - mean)) < 0.02)
        }
    }

    @Test func theColumnsThatTellAreChosen() throws {
        let (network, data) = try trained(activation: .relu)
        for usesMagnitude in [false, true] {
            let chosen = try ExpectedGradients(network: network, draws: 50, votes: 2, usesMagnitude: usesMagnitude, seed: 1)
                .select(2, from: data) {}
            #expect(chosen.mask.columns == [0, 1])
            #expect(chosen.scores.allSatisfy { $0 > 0.3 && $0 <= 1 })
        }
        #expect(throws: LearningError.self) { try ExpectedGradients(network: network, draws: 0, seed: 1) }
    }
}
