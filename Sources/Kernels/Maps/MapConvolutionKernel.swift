import COneDNN
import Concurrency
import Graphs
import Matrices

/// A convolution by oneDNN, with a ReLU that follows it.
final class MapConvolutionKernel: Kernel {
    /// What the convolutions of a plan share.
    final class Shared {
        let choice: ConvolutionChoice
        let team: WorkTeam
        /// Weights in the order of the pass that runs.
        let weights = SharedScratch()
        /// The gradient of a kernel in the order of the pass, and in Kalon's.
        let packedGradient = SharedScratch()
        let gradient = SharedScratch()
        let library = SharedScratch()

        init(team: WorkTeam, names: [[Int]: String]) throws(PlanError) {
            choice = ConvolutionChoice(try ConvolutionEngine(), names: names)
            self.team = team
        }
    }

    /// The passes for one number of pictures.
    private struct Passes {
        let forward: ConvolutionPass
        let data: ConvolutionPass?
        let weights: ConvolutionPass?
    }

    private let node: String
    private let source: MapSlot
    private let result: MapSlot
    private let convolution: Convolution
    /// `[height, width, channels / groups, filters]`.
    private let kernel: FloatBuffer
    private let bias: FloatBuffer?
    private let clamp: Activation
    /// Nil if the parameters stay as they are.
    private let tensors: TensorRange?
    private let shared: Shared
    private let batchSize: Int
    private let biasGradient: FloatBuffer
    /// Where a share of the source's gradient is computed that must be added to others; nil if there are no others.
    private lazy var share = source.gradient.flatMap { source.shares > 1 ? ArenaBlock(bytes: $0.bytes) : nil }
    private var passes: [Int: Passes] = [:]
    /// The weights in the order of the pass that ran last in a direction, if they stay as they are.
    private var fixedWeights: [ConvolutionDirection: (pass: ConvolutionPass, values: WorkBuffer<UInt8>)] = [:]
    /// The stabiliser of the rule by which relevance goes back, unless that needs more.
    private let epsilon: Float
    /// The way of relevance by a rule that needs more.
    private let ruled: ConvolutionRelevance?

    /// Elements of a kernel's gradient that are consumed at a time.
    private static let blockCount = 16_384

    /// - Parameters:
    ///   - bias: Nil for a convolution without.
    ///   - clamp: `relu`, `relu6`, or `linear` for nothing.
    ///   - tensors: The numbers of kernel and bias among those that gradients are consumed of; nil if they stay as they are.
    ///   - rule: How relevance goes back.
    ///   - isSigned: Whether inputs may be below 0, as far as is known.
    init(
        _ node: String, from source: MapSlot, to result: MapSlot, _ convolution: Convolution, kernel: FloatBuffer,
        bias: FloatBuffer?, clamp: Activation, tensors: TensorRange?, batchSize: Int, shared: Shared,
        rule: LayerRule = .epsilon(0), isSigned: Bool = true
    ) {
        self.node = node
        (self.source, self.result, self.convolution) = (source, result, convolution)
        (self.kernel, self.bias, self.clamp, self.tensors, self.shared) = (kernel, bias, clamp, tensors, shared)
        self.batchSize = batchSize
        biasGradient = FloatBuffer(count: bias == nil ? 0 : convolution.filters)
        if case .epsilon(let epsilon) = rule {
            (self.epsilon, ruled) = (epsilon, nil)
        } else {
            let layer = ConvolutionRelevance.Layer(
                node: node, source: source, result: result, convolution: convolution, kernel: kernel, bias: bias,
                batchSize: batchSize, shared: shared)
            (epsilon, ruled) = (0, ConvolutionRelevance(layer, rule, clamps: clamp != .linear, isSigned: isSigned))
        }
    }

    var mapSources: [MapSlot] { [source] }

    var uses: ArenaUses {
        let gradients = [result.gradient, source.gradient, share].compactMap { $0 }
        return ArenaUses(
            forward: [source.values, result.values],
            backward: gradients + (tensors == nil ? [] : [source.kept]) + (clamp == .linear ? [] : [result.kept])
                + (ruled?.uses ?? []))
    }

    func prepare() throws(PlanError) {
        passes[batchSize] = try makePasses(rows: batchSize, isTried: true)
        if result.wantsGradient, source.wantsGradient { try ruled?.prepare() }
    }

    /// - Parameter isTried: Whether implementations may be tried, which overwrites the maps of the plan.
    private func makePasses(rows: Int, isTried: Bool) throws(PlanError) -> Passes {
        let shape = kalon_convolution_shape(
            convolution, from: source, to: result, rows: rows, hasBias: bias != nil, clamp: clamp)
        shared.gradient.reserve(tensors == nil ? 0 : kernel.count * 4)
        func pass(
            _ direction: ConvolutionDirection, _ trial: @escaping (ConvolutionPass) -> Void
        ) throws(PlanError) -> ConvolutionPass {
            let pass = try shared.choice.pass(
                shape, direction, node: node,
                trial: isTried
                    ? { pass in
                        self.reserve(pass)
                        trial(pass)
                    } : nil)
            reserve(pass)
            return pass
        }
        let forward = try pass(.forward) { self.runForward($0, weights: self.shared.weights.pointer) }
        var (data, weights): (ConvolutionPass?, ConvolutionPass?) = (nil, nil)
        // A rule that changes weights takes relevance back by passes of its own.
        if ruled == nil, let gradient = result.gradient, let target = source.gradient {
            data = try pass(.data) {
                self.run($0, source: gradient.pointer, weights: self.shared.weights.pointer, result: target.pointer)
            }
        }
        if let gradient = result.gradient, tensors != nil {
            weights = try pass(.weights) { self.runWeights($0, gradient: gradient.pointer) }
        }
        return Passes(forward: forward, data: data, weights: weights)
    }

    private func reserve(_ pass: ConvolutionPass) {
        shared.weights.reserve(pass.weightBytes)
        shared.packedGradient.reserve(tensors == nil ? 0 : pass.weightBytes)
        shared.library.reserve(pass.scratchBytes)
    }

    private func passes(rows: Int) -> Passes {
        if let known = passes[rows] { return known }
        // What worked for a whole batch works for part of one.
        guard let made = try? makePasses(rows: rows, isTried: false) else {
            preconditionFailure("oneDNN has no implementation of \(node) for \(rows) pictures")
        }
        passes[rows] = made
        return made
    }

    func forward(rows: Int) {
        let pass = passes(rows: rows).forward
        runForward(pass, weights: weights(for: pass, .forward))
    }

    /// The weights in the order of a pass.
    private func weights(for pass: ConvolutionPass, _ direction: ConvolutionDirection) -> UnsafeRawPointer {
        guard tensors == nil else {
            pass.reorder(kernel.pointer, to: shared.weights.pointer)
            return shared.weights.pointer.reading
        }
        if let fixed = fixedWeights[direction], fixed.pass === pass { return UnsafeRawPointer(fixed.values.pointer) }
        let values = WorkBuffer<UInt8>(count: pass.weightBytes)
        pass.reorder(kernel.pointer, to: values.pointer)
        fixedWeights[direction] = (pass, values)
        return UnsafeRawPointer(values.pointer)
    }

    private func runForward(_ pass: ConvolutionPass, weights: UnsafeRawPointer) {
        pass.run(
            source: source.values.pointer, weights: weights, bias: bias.map { UnsafePointer($0.pointer) },
            result: result.values.pointer, scratch: shared.library.pointer)
    }

    /// Of the gradient of the result, to that of the source.
    private func run(
        _ pass: ConvolutionPass, source gradient: UnsafeRawPointer, weights: UnsafeRawPointer,
        result target: UnsafeMutableRawPointer
    ) {
        // The library calls what it writes the source's gradient.
        pass.run(
            source: target, weights: weights, bias: nil, result: UnsafeMutableRawPointer(mutating: gradient),
            scratch: shared.library.pointer)
    }

    private func runWeights(_ pass: ConvolutionPass, gradient: UnsafeMutableRawPointer) {
        pass.run(
            source: source.kept.pointer, weights: shared.packedGradient.pointer,
            bias: bias == nil ? nil : UnsafePointer(biasGradient.pointer), result: gradient, scratch: shared.library.pointer)
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let gradient = result.gradient?.pointer else { return }
        let passes = passes(rows: rows)
        if let function = clamp.loop, clamp != .linear { maskGradient(gradient, rows: rows, function) }
        handDown(gradient, rows: rows)
        guard let weights = passes.weights, let tensors else { return }
        runWeights(weights, gradient: gradient)
        weights.reorder(shared.packedGradient.pointer, to: shared.gradient.pointer)
        consume(tensors, consumer)
    }

    /// Takes the gradient of the sums to the source.
    private func handDown(_ gradient: UnsafeMutableRawPointer, rows: Int) {
        guard let data = passes(rows: rows).data, let target = source.gradient?.pointer else { return }
        let adds = source.beginShare()
        let place = adds ? share?.pointer ?? target : target
        run(data, source: gradient, weights: weights(for: data, .data), result: place)
        if adds { source.add(place, to: target, rows: rows, factor: 1, team: shared.team) }
    }

    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        guard let gradient = result.gradient?.pointer else { return 0 }
        if let ruled { return ruled.run(rows: rows, stabiliser: call.stabiliser, measures: call.measures) }
        result.balance(rows: rows, epsilon, team: shared.team)
        handDown(gradient, rows: rows)
        guard call.measures, let bias else { return 0 }
        return result.weighted(gradient, by: bias, rows: rows)
    }

    private func consume(_ tensors: TensorRange, _ consumer: any GradientConsumer) {
        let (gradient, kernel) = (shared.gradient.pointer.assumingMemoryBound(to: Float.self), kernel)
        let size = Self.blockCount
        WorkBlocks.forEach(WorkBlocks.count(of: size, covering: kernel.count), team: shared.team) { block, _ in
            let (first, count) = (block * size, min(size, kernel.count - block * size))
            consumer.consume(
                tensor: tensors.first, offset: first, gradient: UnsafeBufferPointer(start: gradient + first, count: count),
                parameters: kernel.pointer + first)
        }
        guard let bias else { return }
        consumer.consume(tensor: tensors.first + 1, offset: 0, gradient: biasGradient.reading, parameters: bias.pointer)
    }

    private func maskGradient(_ gradient: UnsafeMutableRawPointer, rows: Int, _ function: Int32) {
        let (loops, output) = (MapLoops(element: result.element), result.kept.pointer)
        result.forEachPart(rows: rows, team: shared.team) { offset, count in
            loops.activateBack(
                output.reading + offset, gradient.reading + offset, into: gradient + offset, adds: false, count: count, function)
        }
    }
}

extension MapSlot {
    /// Values that one thread takes at a time.
    private static let partCount = 32_768

    /// Divides the values of so many pictures among threads: `body` gets where a part begins, in bytes, and its values.
    func forEachPart(rows: Int, team: WorkTeam, _ body: (_ offset: Int, _ count: Int) -> Void) {
        let (total, size) = (rows * layout.count, Self.partCount)
        WorkBlocks.forEach(WorkBlocks.count(of: size, covering: total), team: team) { block, _ in
            body(block * size * element.bytes, min(size, total - block * size))
        }
    }
}
