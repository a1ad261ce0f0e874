import CVectorLoops
import Kernels
import Matrices

/// The exponential moving average of weights over the steps of an optimiser (Polyak and Juditsky 1992, in the form that deep
/// learning uses).
///
/// After every step `average += (weights - average) * (1 - decay)`. At first the decay is limited to (1 + steps) / (10 +
/// steps), so that the first weights are soon forgotten.
final class WeightAverage: GradientConsumer {
    private let optimiser: any Optimiser
    private let decay: Double
    private let averages: [FloatBuffer]
    private var share: Float = 0

    /// Averages that start at `parameters`, one array for each tensor.
    init(of parameters: [[Float]], decay: Double, optimiser: any Optimiser) {
        averages = parameters.map { FloatBuffer($0) }
        self.decay = decay
        self.optimiser = optimiser
    }

    /// Starts the step that follows `steps` others.
    func beginStep(after steps: Int) {
        share = Float(1 - min(decay, Double(1 + steps) / Double(10 + steps)))
    }

    func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        optimiser.consume(tensor: tensor, offset: offset, gradient: gradient, parameters: parameters)
        kalon_move_towards(gradient.count, averages[tensor].pointer + offset, parameters, share)
    }

    /// The averages, one array for each tensor.
    var tensors: [[Float]] {
        get { averages.map(\.values) }
        set { for (buffer, values) in zip(averages, newValue) { buffer.set(values) } }
    }
}
