import Foundation
import Graphs
import Matrices

// Operations on rows of numbers that have no parameters.

/// A function of one number, where no dense layer computes it along with its sums.
final class ActivationKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let function: Activation

    init(from source: Slot, to result: Slot, _ function: Activation) {
        (self.source, self.result, self.function) = (source, result, function)
    }

    func forward(rows: Int) {
        let (input, output) = (source.values, result.target)
        for index in 0..<rows * source.width { output[index] = function.value(input[index]) }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        let (input, output, gradient) = (source.values, result.values, result.gradientTarget)
        source.addGradient(rows: rows) { target in
            for index in 0..<rows * source.width {
                target[index] = gradient[index] * function.slope(sum: input[index], output: output[index])
            }
        }
    }

    /// Passes the relevance on as it is.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        let (input, output, gradient) = (source.values, result.values, result.gradientTarget)
        source.addGradient(rows: rows) { target in
            for index in 0..<rows * source.width {
                target[index] = gradient[index] * output[index] / input[index].steadied(by: .leastNormalMagnitude)
            }
        }
        return 0
    }
}

/// Probabilities, summed in double precision.
final class SoftmaxKernel: Kernel {
    private let source: Slot
    private let result: Slot

    init(from source: Slot, to result: Slot) {
        (self.source, self.result) = (source, result)
    }

    func forward(rows: Int) {
        let width = source.width
        for row in 0..<rows {
            let (logits, output) = (source.values + row * width, result.target + row * width)
            let normaliser = Softmax.logSumExp(logits, width, temperature: 1)
            for index in 0..<width { output[index] = Float(exp(Double(logits[index]) - normaliser)) }
        }
    }

    /// `p_i (g_i - sum of p_j g_j)`.
    func backward(rows: Int, consumer: any GradientConsumer) {
        let (width, output, gradient) = (source.width, result.values, result.gradientTarget)
        source.addGradient(rows: rows) { target in
            for row in 0..<rows {
                let places = row * width..<(row + 1) * width
                let mean = places.reduce(0.0) { $0 + Double(output[$1]) * Double(gradient[$1]) }
                for place in places { target[place] = Float(Double(output[place]) * (Double(gradient[place]) - mean)) }
            }
        }
    }
}

/// The sums that probabilities and losses share.
package enum Softmax {
    /// log(sum of exp(logit / T)), with the largest taken out first.
    package static func logSumExp(_ logits: UnsafePointer<Float>, _ classes: Int, temperature: Double) -> Double {
        var largest = -Double.infinity
        for index in 0..<classes { largest = max(largest, Double(logits[index]) / temperature) }
        var sum = 0.0
        for index in 0..<classes { sum += exp(Double(logits[index]) / temperature - largest) }
        return largest + log(sum)
    }
}

/// Pieces of several inputs side by side: concatenation, selection, slices and shuffles of channels.
final class GatheringKernel: Kernel {
    /// Numbers of a row that stay together.
    struct Move {
        let from: Int
        let to: Int
        let count: Int
    }

    private let sources: [Slot]
    private let result: Slot
    /// For each input, which of its numbers go where.
    private let moves: [[Move]]

    private init(from sources: [Slot], to result: Slot, moves: [[Move]]) {
        (self.sources, self.result, self.moves) = (sources, result, moves)
    }

    /// All numbers of all inputs, one input after the other.
    convenience init(joining sources: [Slot], to result: Slot) {
        var start = 0
        let moves = sources.map { source in
            defer { start += source.width }
            return [Move(from: 0, to: start, count: source.width)]
        }
        self.init(from: sources, to: result, moves: moves)
    }

    /// The named channels of one input, each of `area` numbers, in the order given.
    convenience init(selecting channels: [Int], area: Int, of source: Slot, to result: Slot) {
        let moves = channels.enumerated().map { Move(from: $1 * area, to: $0 * area, count: area) }
        self.init(from: [source], to: result, moves: [moves])
    }

    func forward(rows: Int) {
        for (source, moves) in zip(sources, moves) {
            for row in 0..<rows {
                let (input, output) = (source.values + row * source.width, result.target + row * result.width)
                for move in moves { (output + move.to).update(from: input + move.from, count: move.count) }
            }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        for (source, moves) in zip(sources, moves) {
            source.addGradient(rows: rows) { target in
                target.update(repeating: 0, count: rows * source.width)
                for row in 0..<rows {
                    let (gradient, target) = (result.gradientTarget + row * result.width, target + row * source.width)
                    for move in moves {
                        for index in 0..<move.count { target[move.from + index] += gradient[move.to + index] }
                    }
                }
            }
        }
    }
}

/// The first input plus a share of the second.
final class SumKernel: Kernel {
    private let first: Slot
    private let second: Slot
    private let result: Slot
    private let scale: Float

    init(_ first: Slot, _ second: Slot, to result: Slot, scale: Float) {
        (self.first, self.second, self.result, self.scale) = (first, second, result, scale)
    }

    func forward(rows: Int) {
        let (a, b, output) = (first.values, second.values, result.target)
        for index in 0..<rows * result.width { output[index] = a[index] + scale * b[index] }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        let (gradient, count) = (result.gradientTarget, rows * result.width)
        first.addGradient(rows: rows) { $0.update(from: gradient, count: count) }
        second.addGradient(rows: rows) { target in
            for index in 0..<count { target[index] = scale * gradient[index] }
        }
    }

    /// Divides the relevance as the two have added to the sum.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        result.balance(rows: rows, call.stabiliser)
        backward(rows: rows, consumer: NoConsumer())
        return 0
    }
}

/// One input times the other, which may have one number a channel.
final class ProductKernel: Kernel {
    private let first: Slot
    private let second: Slot
    private let result: Slot
    /// Numbers of the first input for each of the second.
    private let area: Int

    init(_ first: Slot, _ second: Slot, to result: Slot) {
        (self.first, self.second, self.result) = (first, second, result)
        area = first.width / second.width
    }

    func forward(rows: Int) {
        let (a, b, output) = (first.values, second.values, result.target)
        for index in 0..<rows * result.width { output[index] = a[index] * b[index / area] }
    }

    /// The second counts as a constant, and gets nothing.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        handDownFirst(rows: rows)
        return 0
    }

    private func handDownFirst(rows: Int) {
        let (gradient, count, b) = (result.gradientTarget, rows * result.width, second.values)
        first.addGradient(rows: rows) { target in
            for index in 0..<count { target[index] = gradient[index] * b[index / area] }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        handDownFirst(rows: rows)
        let (gradient, count, a) = (result.gradientTarget, rows * result.width, first.values)
        second.addGradient(rows: rows) { target in
            target.update(repeating: 0, count: count / area)
            for index in 0..<count { target[index / area] += gradient[index] * a[index] }
        }
    }
}

/// The nearest values that 8 bits can hold; its gradient is that of the values themselves (Bengio, Léonard and Courville 2013).
final class RoundingKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let rounding: Rounding

    init(from source: Slot, to result: Slot, _ rounding: Rounding) {
        (self.source, self.result, self.rounding) = (source, result, rounding)
    }

    func forward(rows: Int) {
        for index in 0..<rows * source.width { result.target[index] = rounding.nearest(to: source.values[index]) }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        source.addGradient(rows: rows) { $0.update(from: result.gradientTarget, count: rows * source.width) }
    }
}
