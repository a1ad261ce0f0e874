import COneDNN
import Graphs
import Matrices

/// The way of relevance through a convolution whose rule changes its weights or its inputs.
///
/// For each branch of the rule: sums of the inputs with the changed weights, once more forward; relevance over these sums; and
/// that back through the same weights. Inputs that may be negative are divided by their sign, which takes twice as much.
final class ConvolutionRelevance {
    /// A convolution as its kernel knows it.
    struct Layer {
        let node: String
        let source: MapSlot
        let result: MapSlot
        let convolution: Convolution
        let kernel: FloatBuffer
        let bias: FloatBuffer?
        let batchSize: Int
        let shared: MapConvolutionKernel.Shared
    }

    private struct Passes {
        let forward: ConvolutionPass
        let data: ConvolutionPass
    }

    private let layer: Layer
    private let rule: LayerRule
    private let branches: [RuleBranch]
    /// Whether inputs may be below 0.
    private let isSigned: Bool
    private var passes: [Int: Passes] = [:]
    private var weights: [WeightKey: WorkBuffer<UInt8>] = [:]
    private var biases: [WeightPart: FloatBuffer] = [:]
    private let zeros: FloatBuffer

    // Sums and relevance over them, of the size of the result; inputs of one sign and shares, of the size of the source.
    private let sums: ArenaBlock
    private let otherSums: ArenaBlock
    private let input: ArenaBlock
    private let share: ArenaBlock
    private let otherShare: ArenaBlock

    private struct WeightKey: Hashable {
        let pass: ObjectIdentifier
        let part: WeightPart
    }

    init(_ layer: Layer, _ rule: LayerRule, clamps: Bool, isSigned: Bool) {
        (self.layer, self.rule, self.isSigned) = (layer, rule, isSigned)
        branches = rule.branches(clamps: clamps)
        zeros = FloatBuffer(count: layer.convolution.filters)
        sums = ArenaBlock(bytes: layer.result.values.bytes)
        otherSums = ArenaBlock(bytes: layer.result.values.bytes)
        input = ArenaBlock(bytes: layer.source.values.bytes)
        share = ArenaBlock(bytes: layer.source.values.bytes)
        otherShare = ArenaBlock(bytes: layer.source.values.bytes)
    }

    /// The memory of the arena that it uses besides that of the way back.
    var uses: [ArenaBlock] {
        let needsMore = isSigned || isBox
        return [layer.source.kept, layer.result.kept, sums, share] + (needsMore ? [otherSums, input, otherShare] : [])
    }

    private var isBox: Bool { if case .zBox = rule { true } else { false } }
    private var loops: MapLoops { MapLoops(element: layer.source.element) }
    private var source: MapSlot { layer.source }
    private var result: MapSlot { layer.result }

    // MARK: Passes

    func prepare() throws(PlanError) { passes[layer.batchSize] = try makePasses(rows: layer.batchSize, isTried: true) }

    private func makePasses(rows: Int, isTried: Bool) throws(PlanError) -> Passes {
        func shape(hasBias: Bool) -> kalon_convolution_shape {
            kalon_convolution_shape(
                layer.convolution, from: source, to: result, rows: rows, hasBias: hasBias, clamp: .linear)
        }
        func reserve(_ pass: ConvolutionPass) {
            layer.shared.weights.reserve(pass.weightBytes)
            layer.shared.library.reserve(pass.scratchBytes)
        }
        func pass(
            _ direction: ConvolutionDirection, _ trial: @escaping (ConvolutionPass) -> Void
        ) throws(PlanError) -> ConvolutionPass {
            let pass = try layer.shared.choice.pass(
                shape(hasBias: direction == .forward), direction, node: layer.node,
                trial: isTried
                    ? { pass in
                        reserve(pass)
                        trial(pass)
                    } : nil)
            reserve(pass)
            return pass
        }
        let forward = try pass(.forward) { [self] pass in
            pass.run(
                source: source.kept.pointer, weights: layer.shared.weights.pointer, bias: UnsafePointer(zeros.pointer),
                result: sums.pointer, scratch: layer.shared.library.pointer)
        }
        let data = try pass(.data) { [self] pass in
            pass.run(
                source: share.pointer, weights: layer.shared.weights.pointer, bias: nil, result: sums.pointer,
                scratch: layer.shared.library.pointer)
        }
        return Passes(forward: forward, data: data)
    }

    private func passes(rows: Int) -> Passes {
        if let known = passes[rows] { return known }
        // What worked for a whole batch works for part of one.
        guard let made = try? makePasses(rows: rows, isTried: false) else {
            preconditionFailure("oneDNN has no implementation of \(layer.node) for \(rows) pictures")
        }
        passes[rows] = made
        return made
    }

    /// The changed weights in the order of a pass.
    private func weights(_ part: WeightPart, for pass: ConvolutionPass) -> UnsafeRawPointer {
        let key = WeightKey(pass: ObjectIdentifier(pass), part: part)
        if let known = weights[key] { return UnsafeRawPointer(known.pointer) }
        let changed = FloatBuffer(count: layer.kernel.count)
        for index in 0..<changed.count { changed.pointer[index] = part.value(layer.kernel.pointer[index]) }
        let values = WorkBuffer<UInt8>(count: pass.weightBytes)
        pass.reorder(changed.pointer, to: values.pointer)
        weights[key] = values
        return UnsafeRawPointer(values.pointer)
    }

    private func bias(_ part: WeightPart) -> FloatBuffer {
        guard let bias = layer.bias else { return zeros }
        if let known = biases[part] { return known }
        let changed = FloatBuffer(count: bias.count)
        for index in 0..<bias.count { changed.pointer[index] = part.value(bias.pointer[index]) }
        biases[part] = changed
        return changed
    }

    private func runForward(
        _ passes: Passes, _ part: WeightPart, bias: FloatBuffer, from: UnsafeRawPointer, to: UnsafeMutableRawPointer
    ) {
        passes.forward.run(
            source: from, weights: weights(part, for: passes.forward), bias: UnsafePointer(bias.pointer), result: to,
            scratch: layer.shared.library.pointer)
    }

    private func runBack(
        _ passes: Passes, _ part: WeightPart, from: UnsafeMutableRawPointer, to: UnsafeMutableRawPointer
    ) {
        passes.data.run(
            source: to, weights: weights(part, for: passes.data), bias: nil, result: from,
            scratch: layer.shared.library.pointer)
    }

    // MARK: Rules

    /// Hands the relevance of the result down, and returns what stays with the biases, if that is asked for.
    func run(rows: Int, stabiliser: Float, measures: Bool) -> Double {
        guard let gradient = result.gradient?.pointer, let target = source.gradient?.pointer else { return 0 }
        let passes = passes(rows: rows)
        if case .zBox(let low, let high) = rule {
            return runBox(passes, rows: rows, stabiliser: stabiliser, low: low, high: high, gradient, target)
        }
        var kept = 0.0
        for branch in branches {
            addSums(passes, branch.part, rows: rows)
            result.forEachPart(rows: rows, team: layer.shared.team) { offset, count in
                loops.shares(
                    of: result.kept.pointer.reading + offset, gradient.reading + offset, over: sums.pointer + offset,
                    count: count, stabiliser, factor: branch.factor, sign: branch.sign)
            }
            if measures { kept += result.weighted(sums.pointer, by: bias(branch.part), rows: rows) }
            handDown(passes, branch.part, rows: rows, to: target)
        }
        return kept
    }

    /// The inputs' sums with changed weights.
    private func addSums(_ passes: Passes, _ part: WeightPart, rows: Int) {
        guard isSigned else {
            return runForward(passes, part, bias: bias(part), from: source.kept.pointer, to: sums.pointer)
        }
        takeHalf(sign: 1, rows: rows)
        runForward(passes, part, bias: bias(part), from: input.pointer, to: sums.pointer)
        takeHalf(sign: -1, rows: rows)
        runForward(passes, part.opposite, bias: zeros, from: input.pointer, to: otherSums.pointer)
        result.add(otherSums.pointer, to: sums.pointer, rows: rows, factor: 1, team: layer.shared.team)
    }

    private func takeHalf(sign: Int32, rows: Int) {
        source.forEachPart(rows: rows, team: layer.shared.team) { offset, count in
            loops.half(source.kept.pointer.reading + offset, into: input.pointer + offset, count: count, sign: sign)
        }
    }

    private func handDown(_ passes: Passes, _ part: WeightPart, rows: Int, to target: UnsafeMutableRawPointer) {
        let adds = source.beginShare()
        let place = adds ? share.pointer : target
        runBack(passes, part, from: sums.pointer, to: place)
        if isSigned {
            runBack(passes, part.opposite, from: sums.pointer, to: otherShare.pointer)
            source.forEachPart(rows: rows, team: layer.shared.team) { offset, count in
                loops.choose(
                    otherShare.pointer.reading + offset, over: place + offset,
                    whereNegative: source.kept.pointer.reading + offset, count: count)
            }
        }
        if adds { source.add(place, to: target, rows: rows, factor: 1, team: layer.shared.team) }
    }

    /// `R = x W's - low W+'s - high W-'s`, where s is the relevance over `x W - low W+ - high W-`, in which biases cancel.
    private func runBox(
        _ passes: Passes, rows: Int, stabiliser: Float, low: [Float], high: [Float], _ gradient: UnsafeMutableRawPointer,
        _ target: UnsafeMutableRawPointer
    ) -> Double {
        runForward(passes, .all, bias: zeros, from: source.kept.pointer, to: sums.pointer)
        for (part, bound) in [(WeightPart.positive, low), (.negative, high)] {
            source.fill(input.pointer, with: bound, rows: rows)
            runForward(passes, part, bias: zeros, from: input.pointer, to: otherSums.pointer)
            result.add(otherSums.pointer, to: sums.pointer, rows: rows, factor: -1, team: layer.shared.team)
        }
        result.forEachPart(rows: rows, team: layer.shared.team) { offset, count in
            loops.shares(
                of: result.kept.pointer.reading + offset, gradient.reading + offset, over: sums.pointer + offset,
                count: count, stabiliser, factor: 1, sign: 0)
        }
        runBack(passes, .all, from: sums.pointer, to: otherShare.pointer)
        source.forEachPart(rows: rows, team: layer.shared.team) { offset, count in
            loops.multiply(
                otherShare.pointer.reading + offset, by: source.kept.pointer.reading + offset, into: share.pointer + offset,
                adds: false, count: count)
        }
        for (part, bound) in [(WeightPart.positive, low), (.negative, high)] {
            runBack(passes, part, from: sums.pointer, to: otherShare.pointer)
            source.add(
                otherShare.pointer, times: bound.map { -$0 }, to: share.pointer, rows: rows, team: layer.shared.team)
        }
        source.takeRelevance(share.pointer, rows: rows, team: layer.shared.team)
        return 0
    }
}
