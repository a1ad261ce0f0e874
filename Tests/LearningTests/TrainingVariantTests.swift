import Foundation
import Graphs
import Learning
import Matrices
import Testing

/// The ways of training beside the published one: each learns, and does what it is for.
@Suite struct TrainingVariantTests {
    private let data = twoClouds(rows: 600, columns: 20, distance: 4, seed: 1)
    private let test = twoClouds(rows: 200, columns: 20, distance: 4, seed: 2)

    private func train(
        _ configuration: TrainingConfiguration, activation: Activation = .relu
    ) throws -> TrainedNetwork {
        var configuration = configuration
        (configuration.epochs, configuration.batchSize, configuration.seed) = (10, 32, 3)
        return try Trainer(
            architecture: NetworkArchitecture(hiddenWidths: [24, 8], activation: activation, classes: 2),
            configuration: configuration
        ).fit(features: data.features, labels: data.labels)
    }

    private func accuracy(of network: TrainedNetwork) throws -> Double {
        let probabilities = try network.probabilities(for: test.features)
        let right = test.labels.indices.filter { probabilities[$0, test.labels[$0]] > 0.5 }
        return Double(right.count) / Double(test.labels.count)
    }

    @Test(arguments: Activation.allCases)
    func everyActivationLearns(_ activation: Activation) throws {
        #expect(try accuracy(of: train(.init(), activation: activation)) > 0.93)
    }

    private static let variants: [(String, TrainingConfiguration)] = [
        ("adamW", .init(optimiser: .adamW(decay: 0.05))), ("descent", .init(optimiser: .descent(momentum: 0.9))),
        ("focal", .init(objective: .init(focus: 2))), ("balanced", .init(objective: .init(weighting: .balanced))),
        ("smoothing", .init(objective: .init(labelSmoothing: 0.1))), ("mixup", .init(mixup: 0.4)),
        ("average", .init(averageDecay: 0.95)), ("cosine", .init(schedule: .cosine(floor: 0, epochs: 10))),
        ("plateau", .init(schedule: .plateau(factor: 0.5, patience: 1, floor: 0))),
    ]

    @Test(arguments: variants.indices)
    func everyVariantLearns(_ index: Int) throws {
        let (name, configuration) = Self.variants[index]
        let network = try train(configuration)
        #expect(try accuracy(of: network) > 0.93, "\(name)")
        #expect(try train(configuration) == network, "\(name) is repeatable")
        #expect(try train(.init()).parameters != network.parameters || name == "balanced", "\(name) changes something")
    }

    @Test func averagesAreSmoother() throws {
        // A rate so high that the weights jump about: their average does not.
        var configuration = TrainingConfiguration(learningRate: 0.1, schedule: .constant)
        func roughness() throws -> Double {
            let losses = try train(configuration).history.epochs.map(\.validationLoss)
            return zip(losses, losses.dropFirst()).reduce(0) { $0 + abs($1.0 - $1.1) }
        }
        let plain = try roughness()
        configuration.averageDecay = 0.98
        #expect(try roughness() < plain)
    }

    @Test func smoothingMakesLessConfident() throws {
        func confidence(_ configuration: TrainingConfiguration) throws -> Float {
            let probabilities = try train(configuration).probabilities(for: test.features)
            return (0..<test.features.rows).reduce(0) { $0 + max(probabilities[$1, 0], probabilities[$1, 1]) }
        }
        #expect(try confidence(.init(objective: .init(labelSmoothing: 0.3))) < confidence(.init()))
    }

    @Test func weightsFavourTheirClass() throws {
        // Clouds that overlap: what is doubtful goes to the class that counts more.
        let doubtful = twoClouds(rows: 600, columns: 4, distance: 0.5, seed: 1)
        func positives(_ weights: [Double]) throws -> Int {
            let network = try Trainer(
                architecture: NetworkArchitecture(hiddenWidths: [], classes: 2),
                configuration: .init(
                    epochs: 10, batchSize: 32, learningRate: 0.03, schedule: .constant,
                    objective: .init(weighting: .given(weights)))
            ).fit(features: doubtful.features, labels: doubtful.labels)
            let probabilities = try network.probabilities(for: doubtful.features)
            return (0..<600).filter { probabilities[$0, 1] > 0.5 }.count
        }
        #expect(try positives([1, 5]) > 500)
        #expect(try positives([5, 1]) < 100)
    }

    @Test func aSnapshotIsEnoughToGoOn() throws {
        for configuration in [
            TrainingConfiguration(epochs: 6, batchSize: 32, seed: 3, standardisesInputs: true),
            TrainingConfiguration(
                epochs: 6, batchSize: 32, schedule: .plateau(factor: 0.5, patience: 1, floor: 0), seed: 3,
                balancing: .folds, optimiser: .descent(momentum: 0.9), mixup: 0.3, averageDecay: 0.9, calibrates: true),
        ] {
            let trainer = Trainer(
                architecture: try NetworkArchitecture(hiddenWidths: [24, 8], classes: 2), configuration: configuration)
            let whole = try trainer.fit(features: data.features, labels: data.labels)
            let first = try trainer.start(features: data.features, labels: data.labels)
            for _ in 0..<3 { _ = try first.nextEpoch(shouldStop: { false }) }
            let taken = try first.snapshot()
            // Through the form in which it is stored.
            let outline = try JSONDecoder().decode(
                TrainingSnapshot.Outline.self, from: JSONEncoder().encode(taken.outline))
            #expect(outline.counts == taken.tensors.map(\.count))
            let snapshot = TrainingSnapshot(outline: outline, tensors: taken.tensors)
            #expect(snapshot == taken)
            let second = try trainer.start(features: data.features, labels: data.labels, resumingFrom: snapshot)
            while !second.isFinished { _ = try second.nextEpoch(shouldStop: { false }) }
            #expect(try second.result() == whole)
        }
    }

    @Test func aSnapshotOfAnotherTrainingIsRefused() throws {
        let architecture = try NetworkArchitecture(hiddenWidths: [8], classes: 2)
        let adam = try Trainer(architecture: architecture, configuration: .init(batchSize: 32))
            .start(features: data.features, labels: data.labels)
        _ = try adam.nextEpoch(shouldStop: { false })
        #expect(throws: LearningError.self) {
            try Trainer(architecture: architecture, configuration: .init(optimiser: .descent(momentum: 0.9)))
                .start(features: data.features, labels: data.labels, resumingFrom: adam.snapshot())
        }
        #expect(throws: LearningError.self) {
            try Trainer(architecture: NetworkArchitecture(hiddenWidths: [9], classes: 2), configuration: .init())
                .start(features: data.features, labels: data.labels, resumingFrom: adam.snapshot())
        }
    }
}
