import CMapLoops
import Concurrency
import Graphs
import Matrices

/// Channels of maps normalised, by the statistics of the batch or by fixed ones, with the activation that follows.
///
/// Sums of a channel are taken piece by piece in single precision, around the piece's own mean, and over the pieces in double:
/// a mean that is large beside the deviation costs no digits, and no result depends on the number of threads.
final class MapNormalisationKernel: Kernel {
    /// The tensors of a batch normalisation.
    struct Tensors {
        /// Nil for a scale of 1.
        let gamma: FloatBuffer?
        let beta: FloatBuffer
        let movingMean: FloatBuffer
        let movingVariance: FloatBuffer
        let epsilon: Float
        let momentum: Float
        /// The numbers of gamma and beta among those that gradients are consumed of; nil if they stay as they are.
        let numbers: TensorRange?
    }

    /// What the centre and the scale of a channel are.
    enum Statistics {
        /// Those of the batch in training, else the moving ones.
        case batch
        /// The moving ones always.
        case moving
    }

    private let source: MapSlot
    private let result: MapSlot
    private let tensors: Tensors
    private let statistics: Statistics
    private let function: Int32
    private let mode: PlanMode
    private let team: WorkTeam
    private let numbers: ChannelNumbers
    private let pieces: MapPieces
    /// Two numbers a channel and piece.
    private let partial: ArenaBlock
    private let sums: ChannelSums
    /// Whether it alone reads an input.
    private let isFirst: Bool

    init(
        from source: MapSlot, to result: MapSlot, _ tensors: Tensors, _ statistics: Statistics, function: Int32, mode: PlanMode,
        batchSize: Int, team: WorkTeam, isFirst: Bool = false
    ) {
        self.isFirst = isFirst
        (self.source, self.result, self.tensors, self.statistics) = (source, result, tensors, statistics)
        (self.function, self.mode, self.team) = (function, mode, team)
        numbers = ChannelNumbers(channels: source.layout.channels)
        pieces = MapPieces(source)
        partial = ArenaBlock(bytes: 2 * pieces.count(rows: batchSize) * source.layout.block * MemoryLayout<Float>.size)
        sums = ChannelSums(channels: source.layout.channels)
    }

    var mapSources: [MapSlot] { [source] }

    var uses: ArenaUses {
        ArenaUses(
            forward: [source.values, result.values, partial],
            backward: [source.kept, partial] + [result.gradient, source.gradient].compactMap { $0 })
    }

    private var channels: Int { source.layout.channels }
    private var usesBatch: Bool { mode.isTraining && statistics == .batch }
    private var loops: MapLoops { MapLoops(element: source.element) }

    // MARK: Forward

    func forward(rows: Int) {
        if usesBatch { computeStatistics(rows: rows) } else { takeMovingStatistics() }
        for channel in 0..<channels {
            let gamma = tensors.gamma?.pointer[channel] ?? 1
            numbers.scale.pointer[channel] = gamma * numbers.inverseDeviation.pointer[channel]
            numbers.shift.pointer[channel] = tensors.beta.pointer[channel]
        }
        normalise(source.values.pointer.reading, into: result.values.pointer, rows: rows)
    }

    var restorable: MapSlot? { result }

    func restore(rows: Int) { normalise(source.kept.pointer.reading, into: result.kept.pointer, rows: rows) }

    private func normalise(_ input: UnsafeRawPointer, into output: UnsafeMutableRawPointer, rows: Int) {
        pieces.forEach(rows: rows, team: team) { piece in
            var rule = rule(from: piece.channel)
            loops.normalise(input + piece.offset, into: output + piece.offset, piece.pixels, &rule)
        }
    }

    private func rule(from channel: Int) -> kalon_normalisation {
        kalon_normalisation(
            centre: numbers.centre.pointer + channel, scale: numbers.scale.pointer + channel,
            shift: numbers.shift.pointer + channel, function: function)
    }

    private func takeMovingStatistics() {
        for channel in 0..<channels {
            numbers.centre.pointer[channel] = tensors.movingMean.pointer[channel]
            let variance = Double(tensors.movingVariance.pointer[channel]) + Double(tensors.epsilon)
            numbers.inverseDeviation.pointer[channel] = Float(1 / variance.squareRoot())
        }
    }

    /// Mean and variance of each channel of the batch (Chan, Golub and LeVeque 1979), which move the moving ones.
    private func computeStatistics(rows: Int) {
        let input = source.values.pointer.reading
        pieces.forEach(rows: rows, team: team) { piece in
            let (means, squares) = partialSums(of: piece)
            loops.moments(input + piece.offset, piece.pixels, mean: means, squares: squares)
        }
        sums.clear()
        let (seen, mean, squares) = (sums.first, sums.second, sums.third)
        for number in 0..<pieces.count(rows: rows) {
            let piece = pieces[number]
            let (means, parts) = partialSums(of: piece)
            let pixels = Double(piece.pixels.count)
            for lane in 0..<piece.pixels.lanes {
                let channel = piece.channel + lane
                let (difference, before) = (Double(means[lane]) - mean[channel], seen[channel])
                let share = pixels / (before + pixels)
                squares[channel] += Double(parts[lane]) + difference * difference * before * share
                seen[channel] = before + pixels
                mean[channel] += difference * share
            }
        }
        let values = Double(rows * source.layout.area)
        for channel in 0..<channels {
            take(mean: mean[channel], variance: squares[channel] / values, values: values, channel: channel)
        }
    }

    private func take(mean: Double, variance: Double, values: Double, channel: Int) {
        numbers.centre.pointer[channel] = Float(mean)
        numbers.inverseDeviation.pointer[channel] = Float(1 / (variance + Double(tensors.epsilon)).squareRoot())
        let (momentum, rest) = (Double(tensors.momentum), 1 - Double(tensors.momentum))
        let (means, variances) = (tensors.movingMean.pointer, tensors.movingVariance.pointer)
        let correction = mode.movesUnbiasedVariance && values > 1 ? values / (values - 1) : 1
        means[channel] = Float(Double(means[channel]) * momentum + mean * rest)
        variances[channel] = Float(Double(variances[channel]) * momentum + variance * correction * rest)
    }

    private func partialSums(of piece: MapPiece) -> (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) {
        let first = partial.pointer.assumingMemoryBound(to: Float.self) + 2 * piece.number * source.layout.block
        return (first, first + source.layout.block)
    }

    // MARK: Back

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let gradient = result.gradient?.pointer.reading else { return }
        let needsSums = usesBatch || tensors.numbers != nil
        if needsSums { sumGradients(gradient, rows: rows) }
        if let target = source.gradient?.pointer {
            let adds = source.beginShare()
            let input = source.kept.pointer.reading
            pieces.forEach(rows: rows, team: team) { piece in
                var rule = rule(from: piece.channel)
                loops.normaliseBack(
                    input + piece.offset, gradient + piece.offset, into: target + piece.offset, adds: adds, piece.pixels, &rule,
                    mean: numbers.mean.pointer + piece.channel, factor: numbers.factor.pointer + piece.channel)
            }
        }
        consume(consumer)
    }

    /// Relevance goes through as through a layer of one weight a channel; at an input it stays with the pixel that it came from.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        guard let gradient = result.gradient?.pointer else { return 0 }
        if result.holdsRelevance {
            source.takeRelevance(gradient, rows: rows, team: team)
            return 0
        }
        if isFirst {
            source.takeRelevance(ofValues: result, rows: rows, team: team)
            return 0
        }
        result.balance(rows: rows, call.stabiliser, team: team)
        backward(rows: rows, consumer: NoConsumer())
        return 0
    }

    private func sumGradients(_ gradient: UnsafeRawPointer, rows: Int) {
        let input = source.kept.pointer.reading
        pieces.forEach(rows: rows, team: team) { piece in
            var rule = rule(from: piece.channel)
            let (sums, products) = partialSums(of: piece)
            loops.normaliseSums(
                input + piece.offset, gradient + piece.offset, piece.pixels, &rule, sums: sums, products: products)
        }
        sums.clear()
        for number in 0..<pieces.count(rows: rows) {
            let piece = pieces[number]
            let (parts, products) = partialSums(of: piece)
            for lane in 0..<piece.pixels.lanes {
                sums.first[piece.channel + lane] += Double(parts[lane])
                sums.second[piece.channel + lane] += Double(products[lane])
            }
        }
        let values = Double(rows * source.layout.area)
        for channel in 0..<channels {
            let (sum, product) = (sums.first[channel], sums.second[channel])
            let inverse = Double(numbers.inverseDeviation.pointer[channel])
            numbers.shiftGradient.pointer[channel] = Float(sum)
            numbers.scaleGradient.pointer[channel] = Float(product * inverse)
            numbers.mean.pointer[channel] = usesBatch ? Float(sum / values) : 0
            numbers.factor.pointer[channel] = usesBatch ? Float(product * inverse * inverse / values) : 0
        }
    }

    private func consume(_ consumer: any GradientConsumer) {
        guard let range = tensors.numbers else { return }
        if let gamma = tensors.gamma {
            consumer.consume(
                tensor: range.first, offset: 0, gradient: numbers.scaleGradient.reading, parameters: gamma.pointer)
        }
        consumer.consume(
            tensor: range.first + (tensors.gamma == nil ? 0 : 1), offset: 0, gradient: numbers.shiftGradient.reading,
            parameters: tensors.beta.pointer)
    }
}
