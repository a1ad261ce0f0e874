import Foundation
import Learning
import Matrices
import TestSupport
import Testing

@Suite struct NetworkTests {
    @Test func thePublishedClassifierHasItsParameters() {
        let architecture = NetworkArchitecture.published()
        let counts = Initialisation.parameters(of: architecture, inputs: 5000, seed: 1)
            .map { $0.allTensors.reduce(0) { $0 + $1.count } }
        #expect(counts.reduce(0, +) == 12_616_450)
        #expect(architecture.layers.count == 10)
        #expect(architecture.layers[2] == .dropout(rate: 0.25))
        #expect(architecture.layers[8] == .dropout(rate: 0.5))
    }

    @Test func kernelsAreDrawnAsKerasDrawsThem() throws {
        let architecture = try NetworkArchitecture(hiddenWidths: [400], classes: 300)
        let parameters = Initialisation.parameters(of: architecture, inputs: 200, seed: 3)
        guard case .dense(let hidden, let bias) = parameters[0], case .dense(let last, _) = parameters[3] else {
            Issue.record("the first and the last layer are dense")
            return
        }
        let scale = Float((2.0 / 200).squareRoot() / 0.87962566103423978)
        #expect(abs(deviation(hidden) / 0.1 - 1) < 0.01)
        #expect(hidden.elements.allSatisfy { abs($0) <= 2 * scale })
        #expect((hidden.elements.map(abs).max() ?? 0) > 1.98 * scale)
        let limit = Float((6.0 / 700).squareRoot())
        #expect(last.elements.allSatisfy { abs($0) <= limit })
        #expect(abs(deviation(last) / (limit / Float(3).squareRoot()) - 1) < 0.01)
        #expect(bias.allSatisfy { $0 == 0 })
        #expect(
            parameters[1]
                == .batchNormalization(
                    gamma: [Float](repeating: 1, count: 400), beta: [Float](repeating: 0, count: 400),
                    movingMean: [Float](repeating: 0, count: 400), movingVariance: [Float](repeating: 1, count: 400)))
    }

    private func deviation(_ matrix: Matrix) -> Float {
        let values = matrix.elements
        let mean = values.reduce(0, +) / Float(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)).squareRoot()
    }

    @Test func weightsOfWrongShapeAreRefused() throws {
        let architecture = try architecture(
            .dense(units: 2, activation: .relu), .batchNormalization, .dense(units: 2, activation: .softmax))
        let right = Initialisation.parameters(of: architecture, inputs: 3, seed: 1)
        #expect(throws: Never.self) {
            try TrainedNetwork(architecture: architecture, inputs: 3, parameters: right)
        }
        func expect(_ error: LearningError, _ parameters: [LayerParameters], inputs: Int = 3) {
            #expect(throws: error) {
                try TrainedNetwork(architecture: architecture, inputs: inputs, parameters: parameters)
            }
        }
        expect(.layerCount(found: 2, expected: 3), Array(right[..<2]))
        expect(.tensorShape(layer: 0, tensor: "kernel", found: [3, 2], expected: [4, 2]), right, inputs: 4)
        expect(.layerKind(layer: 1, expected: "batch normalisation"), [right[0], .dropout, right[2]])
        expect(
            .tensorShape(layer: 1, tensor: "beta", found: [1], expected: [2]),
            [
                right[0],
                .batchNormalization(gamma: [1, 1], beta: [0], movingMean: [0, 0], movingVariance: [1, 1]), right[2],
            ])
        expect(
            .tensorNotFinite(layer: 2, tensor: "bias"),
            [right[0], right[1], .dense(kernel: Matrix(rows: 2, columns: 2), bias: [0, .nan])])
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
            .dense(units: 2, activation: .softmax))
        let network = try TrainedNetwork(
            architecture: architecture, inputs: 2,
            parameters: [
                .dense(kernel: Matrix(rows: 2, columns: 1, elements: [2, -1]), bias: [0.5]),
                .batchNormalization(gamma: [3], beta: [0.25], movingMean: [1], movingVariance: [3]), .dropout,
                .dense(kernel: Matrix(rows: 1, columns: 2, elements: [1, -1]), bias: [0, 0.5]),
            ], inputScaling: InputScaling(mean: [1, 1], deviation: [2, 1]))
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
        #expect(throws: LearningError.lastLayerNotSoftmax) {
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
