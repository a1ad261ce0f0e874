import Foundation
import Graphs
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
        .softmax(classes: 3),
    ]

    @Test func twoEpochsGiveTheWeightsOfKeras() throws {
        let keras = try KerasTraining.load()
        let architecture = try NetworkArchitecture(layers: layers)
        let initial = try Parameters(of: architecture.graph(inputs: Self.inputs), tensors: keras.initial.flatMap { $0 })
        try expectProbabilities(keras.probabilitiesBefore, of: initial, architecture, features: keras.features)

        let network = try architecture.plan(initial, batchSize: Self.batchSize, seed: 0)
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
                let total = try step(
                    network, features: keras.features[start * Self.inputs..<end * Self.inputs],
                    Answers(labels: Array(keras.labels[start..<end])), classes: 3, consumer: adam)
                loss += total.loss
                correct += total.correct
            }
            #expect(abs(loss / Double(keras.labels.count) - keras.losses[epoch]) < 1e-5)
            #expect(abs(Double(correct) / Double(keras.labels.count) - keras.accuracies[epoch]) < 1e-6)
        }
        let trained = try network.parameters()
        let expected = keras.final.flatMap { $0 }
        try #require(trained.tensors.count == expected.count)
        for (name, (found, expected)) in zip(trained.specifications.map(\.name), zip(trained.tensors, expected)) {
            expectClose(found, expected, tolerance: 1e-5, "\(name)")
        }
        try expectProbabilities(keras.probabilitiesAfter, of: trained, architecture, features: keras.features)
    }

    private func expectProbabilities(
        _ expected: [Double], of parameters: Parameters, _ architecture: NetworkArchitecture, features: [Float]
    ) throws {
        let network = try TrainedNetwork(architecture: architecture, inputs: Self.inputs, parameters: parameters)
        let rows = expected.count / architecture.classes
        let found = try network.probabilities(
            for: Matrix(rows: rows, columns: Self.inputs, elements: Array(features[0..<rows * Self.inputs])))
        expectClose(found.elements, expected, tolerance: 1e-5)
    }
}
