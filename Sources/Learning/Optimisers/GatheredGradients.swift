import Kernels
import Matrices

/// Gathers whole gradients before an optimiser sees them, so that they can be clipped, or summed up over several batches.
///
/// Memory: the gradients once. Several threads may consume blocks of one tensor at once.
package final class GatheredGradients: GradientConsumer {
    private let gradients: [FloatBuffer]
    /// Where the parameters of each tensor are, once a gradient has come.
    private var parameters: [UnsafeMutablePointer<Float>?]
    private let clipping: GradientClipping?
    private var batches = 0
    /// Whether a gradient of each tensor came in a batch before this one, and not only before the last step.
    private var hasCome: [Bool]

    /// Numbers of a tensor that the optimiser gets at a time.
    private static let blockCount = 16_384

    package init(tensorCounts: [Int], clipping: GradientClipping?) {
        gradients = tensorCounts.map { FloatBuffer(count: $0) }
        parameters = tensorCounts.map { _ in nil }
        hasCome = tensorCounts.map { _ in false }
        self.clipping = clipping
    }

    /// Begins the gradients of the next batch, which are added to those before.
    package func beginBatch() {
        batches += 1
        for tensor in hasCome.indices { hasCome[tensor] = parameters[tensor] != nil }
    }

    package func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        let sum = gradients[tensor].pointer + offset
        if hasCome[tensor] {
            for index in gradient.indices { sum[index] += gradient[index] }
        } else if let base = gradient.baseAddress {
            sum.update(from: base, count: gradient.count)
        }
        if offset == 0 { self.parameters[tensor] = parameters }
    }

    /// Hands the mean gradients of the batches over, clipped, and begins anew; a tensor that none came of gets none.
    ///
    /// - Returns: The norm before clipping.
    @discardableResult
    package func apply(to optimiser: any GradientConsumer) -> Double {
        let share = 1 / Float(max(batches, 1))
        var squares = 0.0
        for (gradient, target) in zip(gradients, parameters) where target != nil {
            for index in 0..<gradient.count {
                gradient.pointer[index] *= share
                squares += Double(gradient.pointer[index]) * Double(gradient.pointer[index])
            }
        }
        clip(norm: squares.squareRoot())
        for (tensor, gradient) in gradients.enumerated() {
            guard let target = parameters[tensor] else { continue }
            for first in stride(from: 0, to: gradient.count, by: Self.blockCount) {
                let count = min(Self.blockCount, gradient.count - first)
                optimiser.consume(
                    tensor: tensor, offset: first, gradient: UnsafeBufferPointer(start: gradient.pointer + first, count: count),
                    parameters: target + first)
            }
            parameters[tensor] = nil
        }
        batches = 0
        return squares.squareRoot()
    }

    private func clip(norm: Double) {
        switch clipping {
        case nil: break
        case .norm(let limit):
            guard norm > limit else { return }
            let factor = Float(limit / norm)
            for gradient in gradients { for index in 0..<gradient.count { gradient.pointer[index] *= factor } }
        case .value(let limit):
            let limit = Float(limit)
            for gradient in gradients {
                for index in 0..<gradient.count { gradient.pointer[index] = min(max(gradient.pointer[index], -limit), limit) }
            }
        }
    }
}
