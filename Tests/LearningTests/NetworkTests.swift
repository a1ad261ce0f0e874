import Foundation
import Graphs
import Learning
import Matrices
import TestSupport
import Testing

@Suite struct NetworkTests {
    @Test func thePublishedClassifierHasItsParameters() throws {
        let architecture = NetworkArchitecture.published()
        #expect(try architecture.graph(inputs: 5000).parameterCount == 12_616_450)
        #expect(architecture.layers.count == 10)
        #expect(architecture.layers[2] == .dropout(rate: 0.25))
        #expect(architecture.layers[8] == .dropout(rate: 0.5))
    }

    @Test func kernelsAreDrawnAsKerasDrawsThem() throws {
        let architecture = try NetworkArchitecture(hiddenWidths: [400], classes: 300)
        let parameters = try Initialisation.parameters(of: architecture, inputs: 200, seed: 3)
        func tensor(_ layer: String, _ role: TensorRole) throws -> [Float] {
            try #require(parameters[TensorName(layer: layer, role: role)])
        }
        let (hidden, last) = (try tensor("dense", .kernel), try tensor("dense_1", .kernel))
        let scale = Float((2.0 / 200).squareRoot() / 0.87962566103423978)
        #expect(abs(deviation(hidden) / 0.1 - 1) < 0.01)
        #expect(hidden.allSatisfy { abs($0) <= 2 * scale })
        #expect((hidden.map(abs).max() ?? 0) > 1.98 * scale)
        let limit = Float((6.0 / 700).squareRoot())
        #expect(last.allSatisfy { abs($0) <= limit })
        #expect(abs(deviation(last) / (limit / Float(3).squareRoot()) - 1) < 0.01)
        for (role, value) in [(TensorRole.gamma, Float(1)), (.beta, 0), (.movingMean, 0), (.movingVariance, 1)] {
            #expect(try tensor("batch_normalization", role) == [Float](repeating: value, count: 400))
        }
        #expect(try tensor("dense", .bias).allSatisfy { $0 == 0 })
    }

    private func deviation(_ values: [Float]) -> Float {
        let mean = values.reduce(0, +) / Float(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)).squareRoot()
    }

    @Test func weightsOfWrongShapeAreRefused() throws {
        let architecture = try architecture(
            .dense(units: 2, activation: .relu), .batchNormalization, .softmax(classes: 2))
        let right = try Initialisation.parameters(of: architecture, inputs: 3, seed: 1)
        #expect(throws: Never.self) {
            try TrainedNetwork(architecture: architecture, inputs: 3, parameters: right)
        }
        func expect(_ error: LearningError, _ parameters: Parameters, inputs: Int = 3) {
            #expect(throws: error) {
                try TrainedNetwork(architecture: architecture, inputs: inputs, parameters: parameters)
            }
        }
        let kernel = TensorName(layer: "dense", role: .kernel),
            variance = TensorName(layer: "batch_normalization", role: .movingVariance)
        expect(.graph(.tensor(kernel, found: 6, expected: 8)), right, inputs: 4)
        let other = try Initialisation.parameters(of: try LearningTests.architecture(.softmax(classes: 2)), inputs: 3, seed: 1)
        expect(.graph(.tensor(TensorName(layer: "batch_normalization", role: .gamma), found: nil, expected: 2)), other)
        func spoilt(_ name: TensorName, _ value: Float) throws -> Parameters {
            try right.mapped { specification, values in specification.name == name ? values.map { _ in value } : values }
        }
        expect(.tensorNotFinite(kernel), try spoilt(kernel, .nan))
        expect(.tensorNotFinite(variance), try spoilt(variance, -1))
        #expect(throws: GraphError.tensor(TensorName(layer: "dense_1", role: .bias), found: nil, expected: 2)) {
            try Parameters(of: architecture.graph(inputs: 3), tensors: right.tensors.dropLast())
        }
        #expect(throws: LearningError.scalingWidth(found: 1, expected: 3)) {
            try TrainedNetwork(
                architecture: architecture, inputs: 3, parameters: right,
                inputScaling: InputScaling(mean: [0], deviation: [1]))
        }
        #expect(throws: LearningError.scalingNotUsable) { try InputScaling(mean: [0], deviation: [0]) }
    }

    @Test func inferenceIsWhatTheFormulasSay() throws {
        // One hidden unit, worked by hand: relu(2 x0 - x1 + 0.5), normalised by (· - 1) / sqrt(4) * 3 + 0.25.
        let architecture = try architecture(
            .dense(units: 1, activation: .relu), .batchNormalization(momentum: 0.9, epsilon: 1), .dropout(rate: 0.5),
            .softmax(classes: 2))
        let network = try TrainedNetwork(
            architecture: architecture, inputs: 2,
            parameters: Parameters(
                of: architecture.graph(inputs: 2),
                tensors: [[2, -1], [0.5], [3], [0.25], [1], [3], [1, -1], [0, 0.5]]),
            inputScaling: InputScaling(mean: [1, 1], deviation: [2, 1]))
        // Scaled inputs (1, 1) and (0, 2): hidden 1.5 and 0, normalised 1 and -1.25.
        let features = Matrix(rows: 2, columns: 2, elements: [3, 2, 1, 3])
        #expect(try network.logits(for: features).elements == [1, -0.5, -1.25, 1.75])
        let probabilities = try network.probabilities(for: features)
        #expect(abs(Double(probabilities[0, 0]) - 1 / (1 + exp(-1.5))) < 1e-7)
        #expect(abs(probabilities[1, 0] + probabilities[1, 1] - 1) < 1e-6)
        #expect(throws: LearningError.columnCount(part: .input, found: 3, expected: 2)) {
            try network.logits(for: Matrix(rows: 1, columns: 3))
        }
        #expect(throws: LearningError.notFinite(part: .input, row: 0, column: 1)) {
            try network.probabilities(for: Matrix(rows: 1, columns: 2, elements: [0, .nan]))
        }
        #expect(try network.logits(for: Matrix(rows: 0, columns: 2)).rows == 0)
    }

    @Test func manyRowsGiveWhatFewDo() throws {
        var stream = RandomStream(seed: 1, name: "rows")
        let features = normalMatrix(rows: 600, columns: 7, from: &stream)
        let architecture = try NetworkArchitecture(hiddenWidths: [9], classes: 2)
        let network = try TrainedNetwork(
            architecture: architecture, inputs: 7,
            parameters: Initialisation.parameters(of: architecture, inputs: 7, seed: 1))
        let all = try network.logits(for: features)
        let some = try network.logits(for: features.selecting(rows: [255, 256, 599]))
        expectClose(some.elements, all.selecting(rows: [255, 256, 599]).elements, tolerance: 1e-6)
    }

    @Test func architecturesSurviveJSON() throws {
        let architecture = NetworkArchitecture.published(classes: 5)
        let data = try JSONEncoder().encode(architecture)
        #expect(try JSONDecoder().decode(NetworkArchitecture.self, from: data) == architecture)
        #expect(architecture.classes == 5)
        let bad = Data(#"{"layers":[{"dropout":{"rate":0.5}}]}"#.utf8)
        #expect(throws: LearningError.lastLayerGivesNoAnswer) {
            try JSONDecoder().decode(NetworkArchitecture.self, from: bad)
        }
        let configuration = TrainingConfiguration(
            schedule: .plateau(factor: 0.5, patience: 2, floor: 0), patience: 3, precision: .bfloat16,
            optimiser: .adamW(decay: 0.1), objective: .init(focus: 2, weighting: .given([1, 2]), labelSmoothing: 0.1),
            mixup: 0.2, averageDecay: 0.99)
        let encoded = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: encoded) == configuration)
    }
}
