import Foundation
import Graphs
import Matrices

// Operations on maps, which lie one after another: `[rows, channels, height, width]`.

/// The largest or the mean value of each window.
final class PoolingKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let layout: WindowLayout
    private let channels: Int
    private let isMaximum: Bool
    /// By what each position's sum is divided.
    private let counts: [Float]
    /// Of each largest value, the pixel that it was.
    private let chosen: WorkBuffer<Int32>

    init(
        from source: Slot, to result: Slot, _ window: Window, on map: MapShape, result size: Extent, isMaximum: Bool,
        countsBorder: Bool, batchSize: Int
    ) {
        (self.source, self.result) = (source, result)
        self.isMaximum = isMaximum
        channels = map.channels
        layout = WindowLayout(window, on: map.size, result: size)
        var counts = [Float](repeating: countsBorder ? Float(layout.window) : 0, count: layout.positions)
        if !countsBorder { layout.forEachPixel { position, _, _ in counts[position] += 1 } }
        self.counts = counts
        chosen = WorkBuffer(count: isMaximum ? batchSize * map.channels * layout.positions : 0, repeating: 0)
    }

    func forward(rows: Int) {
        let positions = layout.positions
        for map in 0..<rows * channels {
            let (input, output) = (source.values + map * layout.area, result.target + map * positions)
            if isMaximum {
                let chosen = chosen.pointer + map * positions
                output.update(repeating: -.infinity, count: positions)
                layout.forEachPixel { position, _, pixel in
                    guard input[pixel] > output[position] else { return }
                    output[position] = input[pixel]
                    chosen[position] = Int32(pixel)
                }
            } else {
                output.update(repeating: 0, count: positions)
                layout.forEachPixel { position, _, pixel in output[position] += input[pixel] }
                for position in 0..<positions { output[position] /= counts[position] }
            }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        let positions = layout.positions
        source.addGradient(rows: rows) { target in
            target.update(repeating: 0, count: rows * source.width)
            for map in 0..<rows * channels {
                let (gradient, target) = (result.gradientTarget + map * positions, target + map * layout.area)
                if isMaximum {
                    let chosen = chosen.pointer + map * positions
                    for position in 0..<positions { target[Int(chosen[position])] += gradient[position] }
                } else {
                    layout.forEachPixel { position, _, pixel in target[pixel] += gradient[position] / counts[position] }
                }
            }
        }
    }
}

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
}

/// `x * scale + shift` with one scale and one shift a channel.
final class ChannelAffineKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let scale: [Float]
    private let shift: [Float]
    private let area: Int

    init(from source: Slot, to result: Slot, centre: [Float], scale: [Float], shift: [Float]) {
        (self.source, self.result, self.scale) = (source, result, scale)
        self.shift = shift.indices.map { shift[$0] - centre[$0] * scale[$0] }
        area = source.width / scale.count
    }

    func forward(rows: Int) {
        for map in 0..<rows * scale.count {
            let (factor, summand) = (scale[map % scale.count], shift[map % scale.count])
            let (input, output) = (source.values + map * area, result.target + map * area)
            for pixel in 0..<area { output[pixel] = input[pixel] * factor + summand }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        source.addGradient(rows: rows) { target in
            for map in 0..<rows * scale.count {
                let (gradient, target) = (result.gradientTarget + map * area, target + map * area)
                for pixel in 0..<area { target[pixel] = gradient[pixel] * scale[map % scale.count] }
            }
        }
    }
}

/// Values below 0 times a slope, one a channel.
final class FrozenParametricReLUKernel: Kernel {
    private let source: Slot
    private let result: Slot
    private let slopes: [Float]

    init(from source: Slot, to result: Slot, slopes: [Float]) {
        (self.source, self.result, self.slopes) = (source, result, slopes)
    }

    private func slope(_ index: Int) -> Float {
        source.values[index] < 0 ? slopes[index % source.width / (source.width / slopes.count)] : 1
    }

    func forward(rows: Int) {
        for index in 0..<rows * source.width { result.target[index] = source.values[index] * slope(index) }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        source.addGradient(rows: rows) { target in
            for index in 0..<rows * source.width { target[index] = result.gradientTarget[index] * slope(index) }
        }
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
}
