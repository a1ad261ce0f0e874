import Foundation
import Graphs
import Matrices

// Operations on maps, which lie one after another: `[rows, channels, height, width]`.

/// The mean over each cell of a grid.
final class GridMeanKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let map: MapShape
    private let grid: Extent

    init(from source: Slot, to result: Slot, on map: MapShape, grid: Extent) {
        (self.source, self.result, self.map, self.grid) = (source, result, map, grid)
    }

    private func forEachCell(_ body: (_ cell: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Void) {
        func share(_ index: Int, of count: Int, in side: Int) -> Range<Int> {
            index * side / count..<((index + 1) * side + count - 1) / count
        }
        for row in 0..<grid.height {
            for column in 0..<grid.width {
                body(
                    row * grid.width + column, share(row, of: grid.height, in: map.size.height),
                    share(column, of: grid.width, in: map.size.width))
            }
        }
    }

    func forward(rows: Int) {
        for number in 0..<rows * map.channels {
            let (input, output) = (source.values + number * map.area, result.target + number * grid.area)
            forEachCell { cell, rows, columns in
                var sum = 0.0
                for row in rows { for column in columns { sum += Double(input[row * map.size.width + column]) } }
                output[cell] = Float(sum / Double(rows.count * columns.count))
            }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        source.addGradient(rows: rows) { target in
            target.update(repeating: 0, count: rows * source.width)
            for number in 0..<rows * map.channels {
                let (gradient, target) = (result.gradientTarget + number * grid.area, target + number * map.area)
                forEachCell { cell, rows, columns in
                    let share = gradient[cell] / Float(rows.count * columns.count)
                    for row in rows { for column in columns { target[row * map.size.width + column] += share } }
                }
            }
        }
    }

    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        result.balance(rows: rows, call.stabiliser)
        backward(rows: rows, consumer: NoConsumer())
        return 0
    }
}

/// Values below 0 times a slope, one a channel.
final class ParametricReLUKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let slopes: FloatBuffer
    private let gradient: FloatBuffer
    /// Nil if the slopes stay as they are.
    private let tensors: TensorRange?

    /// - Parameter tensors: The number of the slopes among the tensors that gradients are consumed of; nil if they stay.
    init(from source: Slot, to result: Slot, slopes: FloatBuffer, tensors: TensorRange?) {
        (self.source, self.result, self.slopes, self.tensors) = (source, result, slopes, tensors)
        gradient = FloatBuffer(count: slopes.count)
    }

    private var area: Int { source.width / slopes.count }

    private func slope(_ index: Int) -> Float {
        source.values[index] < 0 ? slopes.pointer[index % source.width / area] : 1
    }

    func forward(rows: Int) {
        for index in 0..<rows * source.width { result.target[index] = source.values[index] * slope(index) }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        source.addGradient(rows: rows) { target in
            for index in 0..<rows * source.width { target[index] = result.gradientTarget[index] * slope(index) }
        }
        guard let tensors else { return }
        for channel in 0..<slopes.count {
            var sum = 0.0
            for row in 0..<rows {
                for index in row * source.width + channel * area..<row * source.width + (channel + 1) * area {
                    sum += Double(result.gradientTarget[index] * min(source.values[index], 0))
                }
            }
            gradient.pointer[channel] = Float(sum)
        }
        consumer.consume(tensor: tensors.first, offset: 0, gradient: gradient.reading, parameters: slopes.pointer)
    }
}

/// Each value over a power of the squares of its neighbours among the channels.
final class LocalResponseKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let map: MapShape
    private let size: Int
    private let (alpha, beta, bias): (Float, Float, Float)
    /// What the power is taken of.
    private let bases: FloatBuffer

    init(from source: Slot, to result: Slot, on map: MapShape, size: Int, alpha: Float, beta: Float, bias: Float, batchSize: Int)
    {
        (self.source, self.result, self.map, self.size) = (source, result, map, size)
        (self.alpha, self.beta, self.bias) = (alpha / Float(size), beta, bias)
        bases = FloatBuffer(count: batchSize * source.width)
    }

    private func neighbours(_ channel: Int) -> ClosedRange<Int> {
        max(0, channel - (size - 1) / 2)...min(map.channels - 1, channel + size / 2)
    }

    func forward(rows: Int) {
        let area = map.area
        for row in 0..<rows {
            let start = row * source.width
            for channel in 0..<map.channels {
                for pixel in 0..<area {
                    var squares: Float = 0
                    for other in neighbours(channel) {
                        let value = source.values[start + other * area + pixel]
                        squares += value * value
                    }
                    let place = start + channel * area + pixel
                    bases.pointer[place] = bias + alpha * squares
                    result.target[place] = source.values[place] * pow(bases.pointer[place], -beta)
                }
            }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        let area = map.area
        source.addGradient(rows: rows) { target in
            for row in 0..<rows {
                let start = row * source.width
                for channel in 0..<map.channels {
                    for pixel in 0..<area {
                        let place = start + channel * area + pixel
                        var sum = result.gradientTarget[place] * pow(bases.pointer[place], -beta)
                        // Every channel that this one is a neighbour of.
                        for other in 0..<map.channels where neighbours(other).contains(channel) {
                            let there = start + other * area + pixel
                            sum -=
                                2 * alpha * beta * result.gradientTarget[there] * source.values[there] * source.values[place]
                                * pow(bases.pointer[there], -beta - 1)
                        }
                        target[place] = sum
                    }
                }
            }
        }
    }

    /// Each value takes its own relevance; its neighbours count as constants.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        source.addGradient(rows: rows) { target in
            for index in 0..<rows * source.width {
                target[index] = result.gradientTarget[index] * pow(bases.pointer[index], -beta)
            }
        }
        return 0
    }
}
