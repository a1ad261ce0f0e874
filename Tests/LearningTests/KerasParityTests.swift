import Foundation
import Learning
import Matrices
import TestSupport
import Testing

/// A training by Keras, written down: see Tests/Fixtures/keras-training.
private struct KerasTraining: Decodable {
    let features: [Float]
    let labels: [Int]
    let initial: [[[Float]]]
    let probabilitiesBefore: [Double]
    let losses: [Double]
    let accuracies: [Double]
    let rates: [Double]
    let final: [[[Double]]]
    let probabilitiesAfter: [Double]

    static func load() throws -> KerasTraining {
        try Fixture.json("keras-training/expected.json")
    }
}

@Suite struct KerasParityTests {
    private static let inputs = 12
    private static let batchSize = 16

    private let layers: [DenseLayer] = [
        .dense(units: 16, activation: .relu), .batchNormalization,
        .dense(units: 8, activation: .relu), .batchNormalization(momentum: 0.9, epsilon: 1e-2),
        .dense(units: 3, activation: .softmax),
    ]

    @Test func twoEpochsGiveTheWeightsOfKeras() throws {
        let keras = try KerasTraining.load()
        let architecture = try NetworkArchitecture(layers: layers)
        let initial = parameters(from: keras.initial)
        try expectProbabilities(keras.probabilitiesBefore, of: initial, architecture, features: keras.features)

        let network = TrainableNetwork(
            architecture: architecture, parameters: initial, batchSize: Self.batchSize, seed: 0)
        let adam = Adam(tensorCounts: network.tensorCounts)
        var rate = 0.01
        try #require(!keras.losses.isEmpty && keras.rates.count == keras.losses.count)
        try #require(keras.accuracies.count == keras.losses.count)
        for epoch in 0..<keras.losses.count {
            rate = LearningRateSchedule.published.rate(ofEpoch: epoch, current: rate)
            #expect(abs(rate - keras.rates[epoch]) < 1e-9)
            var loss = 0.0
            var correct = 0
            for start in stride(from: 0, to: keras.labels.count, by: Self.batchSize) {
                let end = min(start + Self.batchSize, keras.labels.count)
                adam.beginStep(learningRate: rate)
                let total = step(
                    network, features: keras.features[start * Self.inputs..<end * Self.inputs],
                    labels: keras.labels[start..<end], consumer: adam)
                loss += total.loss
                correct += total.correct
            }
            #expect(abs(loss / Double(keras.labels.count) - keras.losses[epoch]) < 1e-5)
            #expect(abs(Double(correct) / Double(keras.labels.count) - keras.accuracies[epoch]) < 1e-6)
        }
        try #require(network.parameters.map(\.allTensors.count) == keras.final.map(\.count))
        for (layer, (found, expected)) in zip(network.parameters, keras.final).enumerated() {
            for (tensor, (found, expected)) in zip(found.allTensors, expected).enumerated() {
                expectClose(found, expected, tolerance: 1e-5, "layer \(layer), tensor \(tensor)")
            }
        }
        try expectProbabilities(keras.probabilitiesAfter, of: network.parameters, architecture, features: keras.features)
    }

    private func parameters(from tensors: [[[Float]]]) -> [LayerParameters] {
        tensors.map { tensors in
            tensors.count == 4
                ? .batchNormalization(
                    gamma: tensors[0], beta: tensors[1], movingMean: tensors[2], movingVariance: tensors[3])
                : .dense(
                    kernel: Matrix(
                        rows: tensors[0].count / tensors[1].count, columns: tensors[1].count, elements: tensors[0]),
                    bias: tensors[1])
        }
    }

    private func expectProbabilities(
        _ expected: [Double], of parameters: [LayerParameters], _ architecture: NetworkArchitecture, features: [Float]
    ) throws {
        let network = try TrainedNetwork(architecture: architecture, inputs: Self.inputs, parameters: parameters)
        let rows = expected.count / architecture.classes
        let found = try network.probabilities(
            for: Matrix(rows: rows, columns: Self.inputs, elements: Array(features[0..<rows * Self.inputs])))
        expectClose(found.elements, expected, tolerance: 1e-5)
    }
}
