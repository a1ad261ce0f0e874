import Foundation
import Graphs
import Kernels
import Learning
import Matrices
import TestSupport
import Testing

/// Trainings of convolutional networks by PyTorch in float64, written down: see Tests/Fixtures/training.
@Suite struct TorchParityTests {
    private static let networks = ["mobile", "shuffle", "residual"]
    private static let orders: [MapOrder] = [.channelsLast, .blocked]

    /// A gradient that is 0 but for rounding is measured by the largest of its layer.
    private static func expectGradients(
        _ found: [String: [Float]], of training: TorchTraining, tolerance: (String) -> Double
    ) throws {
        #expect(Set(found.keys) == Set(training.gradients.keys))
        for (name, values) in found.sorted(by: { $0.key < $1.key }) {
            let expected = try training.numbers(training.gradients, name)
            let layer = name.prefix { $0 != "/" }
            let ofLayer = try training.gradients.keys.filter { $0.hasPrefix(layer + "/") }.flatMap {
                try training.numbers(training.gradients, $0)
            }
            let isZero = training.zeros.contains(name)
            let size = (isZero ? ofLayer : expected).reduce(0) { max($0, abs(Double($1))) }
            expectClose(values, expected, tolerance: tolerance(name), scale: .of(size), name)
        }
    }

    /// One step in float32: PyTorch's own float32 is within 1e-5 of its float64 everywhere.
    @Test(arguments: networks, orders)
    func aStepGivesTheGradientsOfPyTorch(name: String, order: MapOrder) throws {
        let step = try TorchStep(name, order)
        let training = step.training
        let (loss, gradients) = step.gradients()
        expectClose(step.output, training.output, tolerance: 1e-4, scale: .ofLargest, "output")
        expectClose(loss, training.loss, tolerance: 1e-4, scale: .relative, "loss")
        try Self.expectGradients(gradients, of: training) { _ in 1e-4 }
        #expect(!training.statistics.isEmpty)
        for name in training.statistics.keys {
            expectClose(
                try step.tensor(name), try training.numbers(training.statistics, name), tolerance: 1e-4, scale: .ofLargest, name)
        }
    }

    /// One step with maps in brain floats.
    ///
    /// The output is within 1e-2 of the largest value. Gradients are not: a hundred numbers lie so near the kink of a ReLU that
    /// rounding takes them across. PyTorch's own (autocast to bfloat16) differ from its float64 by up to 0.27 (mobile), 0.38
    /// (shuffle) and 0.06 (residual) of the largest value of a tensor, and Kalon's by within a twentieth of the same.
    @Test(.enabled(if: ProductPrecision.usable.contains(.bfloat16)), arguments: networks, orders)
    func brainFloatsAreAsNearAsPyTorchs(name: String, order: MapOrder) throws {
        let step = try TorchStep(name, order, precision: .bfloat16)
        let training = step.training
        let (loss, gradients) = step.gradients()
        expectClose(step.output, training.output, tolerance: 2e-2, scale: .ofLargest, "output")
        expectClose(loss, training.loss, tolerance: 2e-2, scale: .relative, "loss")
        let peer = try #require(training.peerErrors["bfloat16"])
        try Self.expectGradients(gradients, of: training) { max(2e-2, 1.5 * (peer[$0] ?? 0)) }
    }

    @Test(arguments: networks, orders)
    func tenStepsGiveTheWeightsOfPyTorch(name: String, order: MapOrder) throws {
        for rule in ["adam", "descent"] {
            let step = try TorchStep(name, order)
            try Self.expectTenSteps(try #require(step.training.runs[rule]), of: step, rule, .pytorch)
        }
    }

    /// The same photographs and first weights, by Keras.
    @Test(arguments: orders)
    func tenStepsGiveTheWeightsOfKeras(order: MapOrder) throws {
        struct File: Decodable { let runs: [String: TorchTraining.Run] }
        let file: File = try Fixture.json("training/keras.json")
        for rule in ["adam", "descent"] {
            let step = try TorchStep("mobile", order, convention: .keras)
            try Self.expectTenSteps(try #require(file.runs[rule]), of: step, rule, .keras)
        }
    }

    private static func expectTenSteps(
        _ run: TorchTraining.Run, of step: TorchStep, _ rule: String, _ convention: OptimiserConvention
    ) throws {
        let counts = step.plan.tensorCounts
        let optimiser: any Optimiser =
            rule == "adam"
            ? Adam(tensorCounts: counts, convention: convention)
            : MomentumDescent(tensorCounts: counts, momentum: 0.9, convention: convention)
        try #require(run.losses.count == 10)
        let losses = run.losses.indices.map { number in
            optimiser.beginStep(learningRate: number < run.losses.count / 2 ? run.rate : run.rate / 2)
            return step.run(optimiser)
        }
        expectClose(losses, run.losses, tolerance: 1e-4, scale: .relative, "losses of \(rule)")
        // Adam makes whole steps of gradients that are 0 but for rounding.
        let free = Set(step.training.zeros + step.training.followers)
        #expect(Set(run.final.keys) == Set(step.plan.graph.parameters.map { "\($0.name)" }))
        for name in run.final.keys where !free.contains(name) {
            expectClose(
                try step.tensor(name), try step.training.numbers(run.final, name), tolerance: 2e-4, scale: .ofLargest,
                "\(name) after \(rule)")
        }
    }
}
