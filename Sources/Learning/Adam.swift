import Dispatch
import Foundation

/// The optimiser Adam (Kingma and Ba 2015) with Keras' constants and order of operations: beta 0.9 and 0.999, epsilon
/// 1e-7 added outside the root, and the bias correction folded into the step size.
package final class Adam: GradientConsumer {
    private let moments: [(first: FloatBuffer, second: FloatBuffer)]
    private var step = 0
    private var stepSize: Float = 0

    private static let firstDecay = 0.9
    private static let secondDecay = 0.999
    /// Elements that one thread updates at a time; fixed, so that the division of work depends on nothing else.
    private static let blockCount = 65_536

    /// An optimiser whose moments are zero, for parameter tensors of these sizes.
    package init(tensorCounts: [Int]) {
        moments = tensorCounts.map { (FloatBuffer(count: $0), FloatBuffer(count: $0)) }
    }

    /// Opens the next step, in which every tensor is consumed once.
    package func beginStep(learningRate: Double) {
        step += 1
        let correction = (1 - pow(Self.secondDecay, Double(step))).squareRoot() / (1 - pow(Self.firstDecay, Double(step)))
        stepSize = Float(learningRate * correction)
    }

    package func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        guard let base = gradient.baseAddress else { return }
        let count = gradient.count
        let first = moments[tensor].first.pointer + offset
        let second = moments[tensor].second.pointer + offset
        if count <= Self.blockCount {
            Self.update(
                count: count, parameters: parameters, first: first, second: second, gradient: base, stepSize: stepSize)
            return
        }
        // Each block is touched by one thread alone.
        nonisolated(unsafe) let shared = (parameters, first, second, base)
        let stepSize = stepSize
        DispatchQueue.concurrentPerform(iterations: (count + Self.blockCount - 1) / Self.blockCount) { block in
            let start = block * Self.blockCount
            Self.update(
                count: min(Self.blockCount, count - start), parameters: shared.0 + start, first: shared.1 + start,
                second: shared.2 + start, gradient: shared.3 + start, stepSize: stepSize)
        }
    }

    /// One pass over a block. The loop has no calls and no reduction, so that it is compiled to vector instructions.
    private static func update(
        count: Int, parameters: UnsafeMutablePointer<Float>, first: UnsafeMutablePointer<Float>,
        second: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, stepSize: Float
    ) {
        let firstShare = Float(1 - firstDecay)
        let secondShare = Float(1 - secondDecay)
        let epsilon: Float = 1e-7
        for index in 0..<count {
            let slope = gradient[index]
            let mean = first[index] + (slope - first[index]) * firstShare
            let square = second[index] + (slope * slope - second[index]) * secondShare
            first[index] = mean
            second[index] = square
            parameters[index] -= mean * stepSize / (squareRoot(square) + epsilon)
        }
    }

    /// The square root of a number that is not negative, to about two units in the last place.
    ///
    /// The library's root may set `errno` and so keeps a loop from being compiled to vector instructions, which costs
    /// more than the whole pass. An estimate of the reciprocal root from the bits, then three of Newton's steps.
    @inline(__always)
    package static func squareRoot(_ value: Float) -> Float {
        var reciprocal = Float(bitPattern: 0x5F37_59DF &- (value.bitPattern >> 1))
        let half = value * 0.5
        reciprocal *= 1.5 - half * reciprocal * reciprocal
        reciprocal *= 1.5 - half * reciprocal * reciprocal
        reciprocal *= 1.5 - half * reciprocal * reciprocal
        return value * reciprocal
    }
}
