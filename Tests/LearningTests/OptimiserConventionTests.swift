import Foundation
import Kernels
import Learning
import Matrices
import TestSupport
import Testing

/// Ten steps of two tensors against the formulas of Keras and PyTorch in double precision, with a rate that changes.
@Suite struct OptimiserConventionTests {
    private static let counts = [19, 6]
    private static let factors = [0.25, 3]
    private static let rates = [0.01, 0.01, 0.01, 0.004, 0.004, 0.02, 0.02, 0.001, 0.001, 0.001]

    /// Gradients `[steps][tensors][count]`, which differ in size from number to number.
    private static let gradients: [[[Float]]] = {
        var stream = RandomStream(seed: 4, name: "gradients")
        return rates.map { _ in
            counts.map { count in (0..<count).map { Float(stream.normal() * pow(10, Double($0 % 5) - 4)) } }
        }
    }()

    private static let start = counts.map { count in (0..<count).map { Float($0) / 10 - 0.7 } }

    private static func run(_ optimiser: any Optimiser) -> [[Float]] {
        let parameters = start.map { FloatBuffer($0) }
        for (rate, gradients) in zip(rates, gradients) {
            optimiser.beginStep(learningRate: rate)
            for (tensor, gradient) in gradients.enumerated() {
                gradient.withUnsafeBufferPointer {
                    optimiser.consume(tensor: tensor, offset: 0, gradient: $0, parameters: parameters[tensor].pointer)
                }
            }
        }
        return parameters.map(\.values)
    }

    /// What a rule makes of one number's gradients; it returns the next value.
    private static func expected(_ rule: (_ gradients: [Double], _ start: Double, _ factor: Double) -> Double) -> [[Double]] {
        counts.indices.map { tensor in
            (0..<counts[tensor]).map { index in
                rule(gradients.map { Double($0[tensor][index]) }, Double(start[tensor][index]), factors[tensor])
            }
        }
    }

    private static func expect(_ found: [[Float]], _ expected: [[Double]]) {
        #expect(found.count == expected.count)
        for (found, expected) in zip(found, expected) { expectClose(found, expected, tolerance: 1e-6) }
    }

    private static func adam(_ convention: OptimiserConvention, decay: Double) -> [[Double]] {
        expected { gradients, start, factor in
            var (value, first, second) = (start, 0.0, 0.0)
            for (step, gradient) in gradients.enumerated() {
                let rate = rates[step] * factor
                first = 0.9 * first + 0.1 * gradient
                second = 0.999 * second + 0.001 * gradient * gradient
                let (firstShare, secondShare) = (1 - pow(0.9, Double(step + 1)), 1 - pow(0.999, Double(step + 1)))
                value -= rate * decay * value
                switch convention {
                case .keras: value -= rate * secondShare.squareRoot() / firstShare * first / (second.squareRoot() + 1e-7)
                case .pytorch: value -= rate / firstShare * first / ((second / secondShare).squareRoot() + 1e-8)
                }
            }
            return value
        }
    }

    private static func descent(_ convention: OptimiserConvention) -> [[Double]] {
        expected { gradients, start, factor in
            var (value, velocity) = (start, 0.0)
            for (step, gradient) in gradients.enumerated() {
                let rate = rates[step] * factor
                switch convention {
                case .keras:
                    velocity = 0.9 * velocity - rate * gradient
                    value += velocity
                case .pytorch:
                    velocity = 0.9 * velocity + gradient
                    value -= rate * velocity
                }
            }
            return value
        }
    }

    @Test(arguments: OptimiserConvention.allCases) func adamFollowsItsFormula(convention: OptimiserConvention) {
        let optimiser = Adam(tensorCounts: Self.counts, convention: convention, rateFactors: Self.factors)
        Self.expect(Self.run(optimiser), Self.adam(convention, decay: 0))
    }

    @Test(arguments: OptimiserConvention.allCases) func decayIsDecoupled(convention: OptimiserConvention) {
        let rule = OptimisationRule.adamW(decay: 0.3)
        let optimiser = rule.optimiser(
            tensorCounts: Self.counts, isKernel: [true, false], convention: convention, rateFactors: Self.factors)
        let found = Self.run(optimiser)
        Self.expect([found[0]], [Self.adam(convention, decay: 0.3)[0]])
        Self.expect([found[1]], [Self.adam(convention, decay: 0)[1]])
    }

    @Test(arguments: OptimiserConvention.allCases) func descentFollowsItsFormula(convention: OptimiserConvention) {
        let optimiser = MomentumDescent(
            tensorCounts: Self.counts, momentum: 0.9, convention: convention, rateFactors: Self.factors)
        Self.expect(Self.run(optimiser), Self.descent(convention))
    }

    /// Or else the tests above would say nothing of what tells the conventions apart.
    @Test func theConventionsDiffer() {
        func difference(_ make: (OptimiserConvention) -> [[Double]]) -> Double {
            zip(make(.keras).joined(), make(.pytorch).joined()).map { abs($0 - $1) }.max() ?? 0
        }
        #expect(difference { Self.adam($0, decay: 0) } > 1e-5)
        #expect(difference(Self.descent) > 1e-5)
    }

    /// A rate of 0 for a tensor keeps it.
    @Test(arguments: OptimiserConvention.allCases) func aFactorOfZeroFreezes(convention: OptimiserConvention) {
        for rule in [OptimisationRule.adam, .adamW(decay: 0.1), .descent(momentum: 0.9)] {
            let optimiser = rule.optimiser(
                tensorCounts: Self.counts, isKernel: [true, true], convention: convention, rateFactors: [0, 1])
            let found = Self.run(optimiser)
            #expect(found[0] == Self.start[0])
            #expect(found[1] != Self.start[1])
        }
    }
}
