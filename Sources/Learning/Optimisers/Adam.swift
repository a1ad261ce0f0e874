import CVectorLoops
import Foundation
import Kernels
import Matrices

/// The optimiser Adam (Kingma and Ba 2015), with the constants and the order of operations of Keras or PyTorch.
///
/// Beta is 0.9 and 0.999. Keras adds an epsilon of 1e-7 to the root of the second moment as it is, PyTorch one of 1e-8 to the
/// root after its bias is corrected. Several threads may consume blocks of one tensor at once.
package final class Adam: Optimiser {
    private let moments: [(first: FloatBuffer, second: FloatBuffer)]
    /// For each tensor, the share of itself that it loses in each step, divided by the learning rate.
    private let decays: [Double]
    private let convention: OptimiserConvention
    /// By what each tensor's learning rate is multiplied.
    private let rateFactors: [Float]
    private var step = 0
    private var stepSize: Float = 0
    private var epsilon: Float = 0
    private var learningRate = 0.0

    private static let firstDecay = 0.9
    private static let secondDecay = 0.999

    /// An optimiser with moments of zero, for parameter tensors of these sizes.
    ///
    /// - Parameter decays: One for each tensor, which makes the optimiser AdamW (Loshchilov and Hutter 2019); nil for Adam.
    package init(
        tensorCounts: [Int], decays: [Double]? = nil, convention: OptimiserConvention = .keras, rateFactors: [Double]? = nil
    ) {
        self.rateFactors = (rateFactors ?? tensorCounts.map { _ in 1 }).map { Float($0) }
        self.convention = convention
        self.decays = decays ?? tensorCounts.map { _ in 0 }
        moments = tensorCounts.map { (FloatBuffer(count: $0), FloatBuffer(count: $0)) }
    }

    package func beginStep(learningRate: Double) {
        step += 1
        self.learningRate = learningRate
        let secondCorrection = (1 - pow(Self.secondDecay, Double(step))).squareRoot()
        let correction = secondCorrection / (1 - pow(Self.firstDecay, Double(step)))
        stepSize = Float(learningRate * correction)
        switch convention {
        case .keras: epsilon = 1e-7
        case .pytorch: epsilon = Float(1e-8 * secondCorrection)
        }
    }

    package func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        guard let base = gradient.baseAddress else { return }
        kalon_adam(
            gradient.count, parameters, moments[tensor].first.pointer + offset, moments[tensor].second.pointer + offset,
            base, Float(1 - Self.firstDecay), Float(1 - Self.secondDecay), epsilon,
            stepSize * rateFactors[tensor], Float(learningRate * decays[tensor]) * rateFactors[tensor])
    }

    package var state: OptimiserState {
        get { OptimiserState(steps: step, tensors: moments.flatMap { [$0.first.values, $0.second.values] }) }
        set {
            step = newValue.steps
            for (buffer, values) in zip(moments.flatMap({ [$0.first, $0.second] }), newValue.tensors) { buffer.set(values) }
        }
    }
}
