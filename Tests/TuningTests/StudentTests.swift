import Learning
import Matrices
import Testing
import Tuning

/// Heads that learn the features of a teacher.
@Suite struct StudentTests {
    private static let split = StratifiedSplit(training: [0, 2], validation: [1])
    private static let features = Matrix(rows: 3, columns: 5, repeating: 1)

    @Test func aNetworkOfFeaturesHasAsManyOutputs() throws {
        let data = try TuningData(.features(Self.features), split: Self.split)
        #expect(data.truth.outputs == 5 && !data.truth.isRightOrWrong)
        #expect(TuningData.Truth.labels([0, 1], classes: 2).isRightOrWrong)
    }

    @Test func everyPhotographNeedsAClassIfOneHas() throws {
        #expect(throws: TuningError.self) {
            try TuningData(.features(Self.features), split: Self.split, classes: [0, 1])
        }
        _ = try TuningData(.features(Self.features), split: Self.split, classes: [0, 1, 0])
    }

    @Test func aHeadIsAnyModelWithLogits() throws {
        let head = try TuningHead(RegressionHead(inputs: 4, columns: 5, dropout: 0.5).model(seed: 1))
        #expect(head.model.graph.outputs.map(\.name) == ["logits"])
        let architecture = try NetworkArchitecture(layers: [.softmax(classes: 2)])
        #expect(try TuningHead(architecture, inputs: 4, seed: 1).model.graph.nodes.count == 2)
        let scaled = try TrainedNetwork(
            architecture: architecture, inputs: 4,
            parameters: Initialisation.parameters(of: architecture, inputs: 4, seed: 1),
            inputScaling: InputScaling(mean: [0, 0, 0, 0], deviation: [1, 1, 1, 1]))
        #expect(throws: TuningError.self) { try TuningHead(scaled) }
    }
}
