import Learning
import Matrices
import Testing

/// The mean squared error of numbers that a network is to give.
@Suite struct SquaredErrorTests {
    private static let targets = Matrix(rows: 3, columns: 2, elements: [1, 2, -1, 0.5, 4, 0])

    /// The sum of the losses of the batch's rows, and the gradient of their mean.
    private func evaluate(_ output: [Float], rows: [Int], weight: Double = 1) -> (loss: Double, gradient: [Float]) {
        let objective = SquaredErrorObjective(targets: Self.targets, weight: weight, batchSize: rows.count)
        objective.fill(rows[...], mixing: nil)
        var (total, gradient) = (LossTotal(), [Float](repeating: .nan, count: output.count))
        output.withUnsafeBufferPointer { output in
            gradient.withUnsafeMutableBufferPointer { gradient in
                guard let output = output.baseAddress, let gradient = gradient.baseAddress else { return }
                objective.evaluate(output, rows: rows.count, gradient: gradient, into: &total)
            }
        }
        return (total.loss, gradient)
    }

    /// `mse_loss` of [[0, 1], [2, 2]] and [[4, 0], [-1, 0.5]]: (16 + 1 + 9 + 2.25) / 4.
    @Test func itIsTheMeanOverRowsAndColumns() {
        let (loss, gradient) = evaluate([0, 1, 2, 2], rows: [2, 1])
        #expect(abs(loss / 2 - 28.25 / 4) < 1e-12)
        #expect(gradient == [-2, 0.5, 1.5, 0.75])
    }

    @Test func itsGradientIsThatOfFiniteDifferences() {
        let output: [Float] = [0.25, -1.5, 3, 0.125, 0.5, 2]
        let (_, gradient) = evaluate(output, rows: [0, 1, 2], weight: 0.75)
        for index in output.indices {
            var (more, less) = (output, output)
            more[index] += 0.0625
            less[index] -= 0.0625
            let losses = [more, less].map { evaluate($0, rows: [0, 1, 2], weight: 0.75).loss }
            #expect(abs((losses[0] - losses[1]) / 0.125 / 3 - Double(gradient[index])) < 1e-6)
        }
    }

    @Test func aRegressionHeadIsDropoutAndALinearLayer() throws {
        let head = RegressionHead(inputs: 3, columns: 2, dropout: 0.7)
        let model = try head.model(seed: 4)
        #expect(model.graph.nodes.map(\.name) == ["input", "dropout", "dense"])
        #expect(try model.parameters == head.model(seed: 4).parameters)
        #expect(try model.parameters != head.model(seed: 5).parameters)
        let weights = try head.weights(of: model)
        #expect(weights.kernel.rows == 3 && weights.kernel.columns == 2 && weights.bias == [0, 0])
        #expect(weights.kernel.elements.allSatisfy { abs($0) <= 1.096 } && Set(weights.kernel.elements).count == 6)
        #expect(throws: (any Error).self) { try RegressionHead(inputs: 2, columns: 2, dropout: 0).weights(of: model) }
    }
}
