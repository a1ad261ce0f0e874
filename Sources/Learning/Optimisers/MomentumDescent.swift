import CVectorLoops
import Kernels
import Matrices

/// Stochastic gradient descent with momentum (Polyak 1964), as in Keras or PyTorch.
///
/// Keras' velocity holds the learning rate (`velocity = momentum * velocity - rate * gradient`), PyTorch's does not, so that the
/// two differ after the rate has changed.
/// Several threads may consume blocks of one tensor at once.
package final class MomentumDescent: Optimiser {
    private let velocities: [FloatBuffer]
    private let momentum: Float
    private let convention: OptimiserConvention
    /// By what each tensor's learning rate is multiplied.
    private let rateFactors: [Float]
    private var rate: Float = 0
    private var step = 0

    /// An optimiser at rest, for parameter tensors of these sizes.
    package init(tensorCounts: [Int], momentum: Double, convention: OptimiserConvention = .keras, rateFactors: [Double]? = nil) {
        self.rateFactors = (rateFactors ?? tensorCounts.map { _ in 1 }).map { Float($0) }
        self.convention = convention
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
        let velocity = velocities[tensor].pointer + offset
        let rate = rate * rateFactors[tensor]
        switch convention {
        case .keras: kalon_momentum(gradient.count, parameters, velocity, base, momentum, rate, 1)
        case .pytorch: kalon_momentum(gradient.count, parameters, velocity, base, momentum, 1, rate)
        }
    }

    package var state: OptimiserState {
        get { OptimiserState(steps: step, tensors: velocities.map(\.values)) }
        set {
            step = newValue.steps
            for (buffer, values) in zip(velocities, newValue.tensors) { buffer.set(values) }
        }
    }
}
