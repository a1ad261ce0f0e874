import Graphs
import Learning
import Matrices
import TestSupport
import Testing

@Suite struct MaskedTrainingTests {
    private let data = twoClouds(rows: 300, columns: 10, distance: 2, seed: 4)
    private let configuration = TrainingConfiguration(epochs: 6, batchSize: 32, averageDecay: 0.9)

    private func training(_ parts: [MeasuredSplit]) throws -> MaskedTraining {
        MaskedTraining(
            features: data.features, labels: data.labels, parts: parts,
            architecture: try NetworkArchitecture(hiddenWidths: [16, 8], classes: 2), configuration: configuration)
    }

    private func split() throws -> StratifiedSplit {
        try StratifiedSplit(labels: data.labels, fraction: 0.3, seed: 1)
    }

    @Test func inStagesItIsTheSameTraining() throws {
        let folds = try MeasuredSplit.folds(3, labels: data.labels, rows: Array(0..<300), validation: 0.2, seed: 5)
        for parts in [[MeasuredSplit(try split())], folds] {
            let training = try training(parts)
            var state: MaskedTraining.State?
            for epochs in [1, 4, 6, 9] { state = try training.advanced(state, on: [0, 3, 5], to: epochs, seed: 2) }
            #expect(try state?.accuracy == training.accuracy(of: [0, 3, 5], seed: 2))
            #expect(state?.networks.count == parts.count)
        }
    }

    @Test func foldsMeasureEveryRowOnce() throws {
        let rows = (0..<300).filter { $0 % 5 != 0 }
        let folds = try MeasuredSplit.folds(4, labels: data.labels, rows: rows, validation: 0.25, seed: 5)
        #expect(folds.flatMap(\.measured).sorted() == rows)
        for fold in folds {
            #expect((fold.measured + fold.split.training + fold.split.validation).sorted() == rows)
        }
    }

    @Test func splitsOfDifferentPurposesDiffer() throws {
        let test = try StratifiedSplit(labels: data.labels, fraction: 0.2, seed: 1, purpose: "test")
        #expect(try test != StratifiedSplit(labels: data.labels, fraction: 0.2, seed: 1))
        let rest = try StratifiedSplit(labels: data.labels, among: test.training, fraction: 0.25, seed: 1)
        #expect((rest.training + rest.validation).sorted() == test.training)
        #expect(rest.validation.count == 60)
    }

    /// A moved network says what the old one says of rows without the columns that it lost, whatever the new ones hold.
    @Test func aMovedNetworkKeepsWhatItKnows() throws {
        let old = [0, 1, 2, 6], new = [1, 2, 4, 6, 9]
        let architecture = try NetworkArchitecture(hiddenWidths: [16, 8], classes: 2)
        let network = try Trainer(architecture: architecture, configuration: configuration)
            .fit(features: data.features.selecting(columns: old), labels: data.labels)
        let moved = try TrainedNetwork(
            architecture: architecture, inputs: 5, parameters: architecture.moved(network.parameters, from: old, to: new))
        var without = data.features
        for row in 0..<300 { without[row, 0] = 0 }
        let expected = try network.logits(for: without.selecting(columns: old))
        let found = try moved.logits(for: data.features.selecting(columns: new))
        expectClose(found.elements, expected.elements, tolerance: 1e-4)
    }

    @Test func networksComeBackFromTheirTensors() throws {
        let architecture = try NetworkArchitecture(hiddenWidths: [16, 8], classes: 2)
        let state = try training([MeasuredSplit(try split())]).advanced(nil, on: [1, 4], to: 1, seed: 1)
        let tensors = state.networks[0].tensors
        #expect(try Parameters(of: architecture.graph(inputs: 2), tensors: tensors) == state.networks[0])
        #expect(throws: GraphError.self) { try Parameters(of: architecture.graph(inputs: 3), tensors: tensors) }
    }

    @Test func aWarmStartBeginsWithTheWeightsGiven() throws {
        let training = try training([MeasuredSplit(try split())])
        let columns = [0, 1, 2, 6]
        let trained = try training.advanced(nil, on: columns, to: 6, seed: 2)
        let again = try training.advanced(nil, on: columns, to: 0, seed: 2, startingFrom: trained.networks)
        #expect(again.accuracy == trained.accuracy && again.networks == trained.networks)
        let further = try training.advanced(again, on: columns, to: 2, seed: 2)
        #expect(further.networks != trained.networks)
        let direct = try training.advanced(nil, on: columns, to: 2, seed: 2, startingFrom: trained.networks)
        #expect(direct.networks == further.networks)
    }
}
