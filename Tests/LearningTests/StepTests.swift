import Foundation
import Kernels
import Learning
import LinearAlgebra
import Matrices
import TestSupport
import Testing

/// What a step promises beside its numbers.
@Suite struct StepTests {
    private static let seed: UInt64 = 8
    private let features: Matrix
    private let labels: [Int]
    private let architecture: NetworkArchitecture

    init() throws {
        let data = twoClouds(rows: 96, columns: 300, distance: 1, seed: Self.seed)
        (features, labels) = (data.features, data.labels)
        architecture = try NetworkArchitecture(hiddenWidths: [1100, 90], classes: 2)
    }

    private func network(
        _ other: NetworkArchitecture? = nil, precision: ProductPrecision = .float32, workers: Int = 2
    ) throws -> Plan {
        let architecture = other ?? architecture
        return try architecture.plan(
            Initialisation.parameters(of: architecture, inputs: features.columns, seed: Self.seed),
            batchSize: labels.count, seed: Self.seed, precision: precision, workers: workers)
    }

    /// Takes `count` steps with Adam on the same rows and returns their mean losses.
    @discardableResult
    private func train(_ network: Plan, _ adam: Adam, steps count: Int, classes: Int = 2) throws -> [Double] {
        try (0..<count).map { _ in
            adam.beginStep(learningRate: 0.001)
            return try step(network, features: features.elements[...], Answers(labels: labels), classes: classes, consumer: adam)
                .loss / Double(labels.count)
        }
    }

    /// Networks whose work is divided in different ways: none hidden, narrow, odd widths, wide, every kind of layer.
    private static let networks: [[DenseLayer]] = [
        [.softmax(classes: 2)],
        [.dense(units: 1, activation: .relu), .softmax(classes: 2)],
        [
            .dense(units: 257, activation: .tanh), .dropout(rate: 0.4), .dense(units: 31, activation: .relu),
            .batchNormalization, .dropout(rate: 0.2), .softmax(classes: 3),
        ],
        [
            .batchNormalization, .dense(units: 1100, activation: .relu), .batchNormalization,
            .dense(units: 90, activation: .relu), .softmax(classes: 2),
        ],
        [.dense(units: 2500, activation: .linear), .softmax(classes: 2)],
    ]

    @Test(arguments: ProductPrecision.usable, networks)
    func noNumberDependsOnTheThreads(_ precision: ProductPrecision, _ layers: [DenseLayer]) throws {
        let architecture = try NetworkArchitecture(layers: layers)
        let trained = try [1, 2, 3, 7, 16].map { workers in
            let network = try network(architecture, precision: precision, workers: workers)
            try train(network, Adam(tensorCounts: network.tensorCounts), steps: 4, classes: architecture.classes)
            return try network.parameters()
        }
        #expect(trained.dropFirst().allSatisfy { $0 == trained[0] })
        // Equality is to mean something.
        let isFinite = trained[0].tensors.joined().allSatisfy { $0.isFinite }
        #expect(isFinite)
    }

    @Test(.enabled(if: ProductPrecision.usable.contains(.bfloat16)))
    func roundedProductsFollowThoseInFloat32() throws {
        func losses(_ precision: ProductPrecision) throws -> [Double] {
            let network = try network(precision: precision)
            return try train(network, Adam(tensorCounts: network.tensorCounts), steps: 12)
        }
        let (full, rounded) = (try losses(.float32), try losses(.bfloat16))
        #expect(full != rounded)
        #expect(full[11] < 0.3 * full[0])
        expectClose(rounded, full, tolerance: 0.03)
    }

    @Test(.enabled(if: ProductPrecision.usable.contains(.bfloat16)))
    func gradientsOfRoundedProductsAreNear() throws {
        func gradients(_ precision: ProductPrecision) throws -> [[Float]] {
            let network = try network(precision: precision)
            let recorder = GradientRecorder(tensorCounts: network.tensorCounts)
            _ = try step(network, features: features.elements[...], Answers(labels: labels), classes: 2, consumer: recorder)
            return recorder.gradients
        }
        let (exact, near) = (try gradients(.float32), try gradients(.bfloat16))
        #expect(exact.map(\.count) == near.map(\.count) && !exact.isEmpty)
        for (tensor, (full, rounded)) in zip(exact, near).enumerated() {
            let size = full.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            let difference = zip(full, rounded).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }.squareRoot()
            // The gradient of a bias before batch normalisation is 0 but for rounding.
            #expect(difference < 0.1 * size || size < 1e-5, "tensor \(tensor): \(difference) of \(size)")
        }
    }

    /// What the allocator is asked for between the first step and the last.
    @Test(.enabled(if: AllocationCount.isPossible)) func aStepTakesNoBuffers() throws {
        var kept: [[UInt8]] = []
        #expect(AllocationCount.bytes { kept.append([UInt8](repeating: 1, count: 98_304)) } >= 98_304)
        #expect(kept.count == 1)
        let network = try network()
        let trainedOutputs = try Answers(labels: labels).trainedOutputs(of: network, classes: 2)
        let adam = Adam(tensorCounts: network.tensorCounts)
        let values = features.elements
        func taken(by steps: Int) -> Int {
            AllocationCount.bytes {
                values.withUnsafeBufferPointer { values in
                    guard let input = values.baseAddress else { return }
                    for _ in 0..<steps {
                        adam.beginStep(learningRate: 0.001)
                        _ = network.step(input, rows: labels.count, trainedOutputs: trainedOutputs, consumer: adam)
                    }
                }
            }
        }
        _ = taken(by: 2)
        #expect(taken(by: 0) == 0)
        // Dispatch keeps its records of a few dozen bytes a loop; the smallest buffer of this network has 96 KiB.
        #expect(taken(by: 10) < 10 * 8192)
    }
}

extension ProductPrecision {
    /// Those that this processor has.
    static var usable: [ProductPrecision] { SerialProduct.canMultiplyBrainFloats ? allCases : [.float32] }
}
