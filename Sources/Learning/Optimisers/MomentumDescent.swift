import CVectorLoops
import Kernels
import Matrices

/// Stochastic gradient descent with momentum (Polyak 1964).
///
/// Several threads may consume blocks of one tensor at once.
package final class MomentumDescent: Optimiser {
    private let velocities: [FloatBuffer]
    private let momentum: Float
    private var rate: Float = 0
    private var step = 0

    /// An optimiser at rest, for parameter tensors of these sizes.
    package init(tensorCounts: [Int], momentum: Double) {
        velocities = tensorCounts.map { FloatBuffer(count: $0) }
        self.momentum = Float(momentum)
    }

    package func beginStep(learningRate: Double) {
        step += 1
        rate = Float(learningRate)
    }

    package func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        guard let base = gradient.baseAddress else { return }
        kalon_momentum(gradient.count, parameters, velocities[tensor].pointer + offset, base, momentum, rate)
    }

    package var state: OptimiserState {
        get { OptimiserState(steps: step, tensors: velocities.map(\.values)) }
        set {
            step = newValue.steps
            for (buffer, values) in zip(velocities, newValue.tensors) { buffer.set(values) }
        }
    }
}
