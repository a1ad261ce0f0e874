import CVectorLoops
import Foundation
import Kernels
import Matrices

/// The optimiser Adam (Kingma and Ba 2015), with Keras' constants and order of operations.
///
/// Beta is 0.9 and 0.999, epsilon is 1e-7 and added outside the root, and the bias correction is part of the step size. Several
/// threads may consume blocks of one tensor at once.
package final class Adam: Optimiser {
    private let moments: [(first: FloatBuffer, second: FloatBuffer)]
    /// For each tensor, the share of itself that it loses in each step, divided by the learning rate.
    private let decays: [Double]
    private var step = 0
    private var stepSize: Float = 0
    private var learningRate = 0.0

    private static let firstDecay = 0.9
    private static let secondDecay = 0.999

    /// An optimiser with moments of zero, for parameter tensors of these sizes.
    ///
    /// - Parameter decays: One for each tensor, which makes the optimiser AdamW (Loshchilov and Hutter 2019); nil for Adam.
    package init(tensorCounts: [Int], decays: [Double]? = nil) {
        self.decays = decays ?? tensorCounts.map { _ in 0 }
        moments = tensorCounts.map { (FloatBuffer(count: $0), FloatBuffer(count: $0)) }
    }

    package func beginStep(learningRate: Double) {
        step += 1
        self.learningRate = learningRate
        let correction = (1 - pow(Self.secondDecay, Double(step))).squareRoot() / (1 - pow(Self.firstDecay, Double(step)))
        stepSize = Float(learningRate * correction)
    }

    package func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        guard let base = gradient.baseAddress else { return }
        kalon_adam(
            gradient.count, parameters, moments[tensor].first.pointer + offset, moments[tensor].second.pointer + offset,
            base, Float(1 - Self.firstDecay), Float(1 - Self.secondDecay), 1e-7, stepSize,
            Float(learningRate * decays[tensor]))
    }

    package var state: OptimiserState {
        get { OptimiserState(steps: step, tensors: moments.flatMap { [$0.first.values, $0.second.values] }) }
        set {
            step = newValue.steps
            for (buffer, values) in zip(moments.flatMap({ [$0.first, $0.second] }), newValue.tensors) { buffer.set(values) }
        }
    }
}
