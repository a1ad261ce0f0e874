import Foundation
import Learning
import Matrices
import TestSupport
import Testing

/// Optimisers against their formulas in double precision.
@Suite struct OptimiserTests {
    private static let count = 37

    /// Gradients of some steps, `[steps][count]`.
    private func gradients() -> [[Float]] {
        var stream = RandomStream(seed: 4, name: "gradients")
        return (0..<6).map { _ in (0..<Self.count).map { _ in Float(stream.normal()) } }
    }

    private func parameters() -> [Float] { (0..<Self.count).map { Float($0) / 10 - 2 } }

    /// What the parameters become by an optimiser of one tensor, given in two blocks.
    private func run(_ optimiser: any Optimiser, _ gradients: [[Float]], from start: [Float]) -> [Float] {
        var parameters = start
        for gradient in gradients {
            optimiser.beginStep(learningRate: 0.01)
            gradient.withUnsafeBufferPointer { gradient in
                parameters.withUnsafeMutableBufferPointer { parameters in
                    guard let base = parameters.baseAddress else { return }
                    for part in [0..<20, 20..<Self.count] {
                        optimiser.consume(
                            tensor: 0, offset: part.lowerBound, gradient: UnsafeBufferPointer(rebasing: gradient[part]),
                            parameters: base + part.lowerBound)
                    }
                }
            }
        }
        return parameters
    }

    private func expectAdam(_ optimiser: any Optimiser, decay: Double) {
        let gradients = gradients()
        var expected = parameters().map(Double.init)
        for index in 0..<Self.count {
            var (first, second) = (0.0, 0.0)
            for (step, gradient) in gradients.enumerated() {
                let slope = Double(gradient[index])
                first = 0.9 * first + 0.1 * slope
                second = 0.999 * second + 0.001 * slope * slope
                let (firstShare, secondShare) = (1 - pow(0.9, Double(step + 1)), 1 - pow(0.999, Double(step + 1)))
                let size = 0.01 * secondShare.squareRoot() / firstShare
                expected[index] -= 0.01 * decay * expected[index] + size * first / (second.squareRoot() + 1e-7)
            }
        }
        expectClose(run(optimiser, gradients, from: parameters()), expected, tolerance: 1e-6)
    }

    @Test func adamFollowsItsFormula() {
        expectAdam(Adam(tensorCounts: [Self.count]), decay: 0)
    }

    @Test func decoupledDecayIsAddedToAdam() {
        expectAdam(Adam(tensorCounts: [Self.count], decays: [0.3]), decay: 0.3)
    }

    @Test func descentFollowsItsFormula() {
        let gradients = gradients()
        var expected = parameters().map(Double.init)
        for index in 0..<Self.count {
            var velocity = 0.0
            for gradient in gradients {
                velocity = 0.8 * velocity - 0.01 * Double(gradient[index])
                expected[index] += velocity
            }
        }
        let optimiser = MomentumDescent(tensorCounts: [Self.count], momentum: 0.8)
        expectClose(run(optimiser, gradients, from: parameters()), expected, tolerance: 1e-6)
    }

    @Test func theMemoryOfAnOptimiserIsEnoughToGoOn() {
        let gradients = gradients()
        for make in [
            { Adam(tensorCounts: [Self.count], decays: [0.1]) as any Optimiser },
            { MomentumDescent(tensorCounts: [Self.count], momentum: 0.9) },
        ] {
            let whole = run(make(), gradients, from: parameters())
            let first = make()
            let half = run(first, Array(gradients[..<3]), from: parameters())
            let second = make()
            second.state = first.state
            #expect(run(second, Array(gradients[3...]), from: half) == whole)
        }
    }
}
