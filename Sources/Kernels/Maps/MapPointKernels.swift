import Concurrency
import Graphs

// Operations on maps that take number by number.

/// A function of every number.
final class MapActivationKernel: Kernel {
    private let source: MapSlot
    private let result: MapSlot
    private let function: Int32
    private let team: WorkTeam

    init(from source: MapSlot, to result: MapSlot, function: Int32, team: WorkTeam) {
        (self.source, self.result, self.function, self.team) = (source, result, function, team)
    }

    var mapSources: [MapSlot] { [source] }

    var uses: ArenaUses {
        ArenaUses(
            forward: [source.values, result.values],
            backward: [source.kept] + [result.gradient, source.gradient].compactMap { $0 })
    }

    private var loops: MapLoops { MapLoops(element: source.element) }

    func forward(rows: Int) {
        let (input, output) = (source.values.pointer.reading, result.values.pointer)
        source.forEachPart(rows: rows, team: team) { offset, count in
            loops.activate(input + offset, into: output + offset, count: count, function)
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let gradient = result.gradient?.pointer.reading, let target = source.gradient?.pointer else { return }
        let (input, adds) = (source.kept.pointer.reading, source.beginShare())
        source.forEachPart(rows: rows, team: team) { offset, count in
            loops.activateBack(input + offset, gradient + offset, into: target + offset, adds: adds, count: count, function)
        }
    }

    /// Passes the relevance on as it is.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        guard let gradient = result.gradient?.pointer.reading, let target = source.gradient?.pointer else { return 0 }
        let (input, adds) = (source.kept.pointer.reading, source.beginShare())
        source.forEachPart(rows: rows, team: team) { offset, count in
            loops.passBack(input + offset, gradient + offset, into: target + offset, adds: adds, count: count, function)
        }
        return 0
    }
}

/// The first maps plus a share of the second, with a ReLU that follows.
final class MapSumKernel: Kernel {
    private let first: MapSlot
    private let second: MapSlot
    private let result: MapSlot
    private let scale: Float
    /// Of a sum that nothing follows, `linear`.
    private let clamp: Activation
    private let team: WorkTeam

    init(_ first: MapSlot, _ second: MapSlot, to result: MapSlot, scale: Float, clamp: Activation, team: WorkTeam) {
        (self.first, self.second, self.result) = (first, second, result)
        (self.scale, self.clamp, self.team) = (scale, clamp, team)
    }

    var mapSources: [MapSlot] { [first, second] }

    var uses: ArenaUses {
        ArenaUses(
            forward: [first.values, second.values, result.values],
            backward: [result.gradient, first.gradient, second.gradient].compactMap { $0 }
                + (clamp == .linear ? [] : [result.kept]))
    }

    private var loops: MapLoops { MapLoops(element: result.element) }

    func forward(rows: Int) {
        let (a, b, output) = (first.values.pointer.reading, second.values.pointer.reading, result.values.pointer)
        let function = clamp.loop ?? 0
        result.forEachPart(rows: rows, team: team) { offset, count in
            loops.add(a + offset, b + offset, into: output + offset, count: count, scale: scale, function)
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let gradient = result.gradient?.pointer else { return }
        let (output, function) = (result.kept, clamp.loop ?? 0)
        let firstAdds = first.wantsGradient && first.beginShare()
        let secondAdds = second.wantsGradient && second.beginShare()
        result.forEachPart(rows: rows, team: team) { offset, count in
            let part = gradient + offset
            if clamp != .linear {
                loops.activateBack(output.pointer.reading + offset, part.reading, into: part, adds: false, count: count, function)
            }
            if let target = first.gradient?.pointer {
                loops.scale(part.reading, into: target + offset, adds: firstAdds, count: count, by: 1)
            }
            if let target = second.gradient?.pointer {
                loops.scale(part.reading, into: target + offset, adds: secondAdds, count: count, by: scale)
            }
        }
    }

    /// Divides the relevance as the two have added to the sum.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        result.balance(rows: rows, call.stabiliser, team: team)
        backward(rows: rows, consumer: NoConsumer())
        return 0
    }
}

/// One map times another of its size, or times one number a channel.
final class MapProductKernel: Kernel {
    private let first: MapSlot
    private let second: MapSlot
    private let result: MapSlot
    private let team: WorkTeam

    init(_ first: MapSlot, _ second: MapSlot, to result: MapSlot, team: WorkTeam) {
        (self.first, self.second, self.result, self.team) = (first, second, result, team)
    }

    var mapSources: [MapSlot] { [first, second] }

    var uses: ArenaUses {
        ArenaUses(
            forward: [first.values, second.values, result.values],
            backward: [first.kept, second.kept] + [result.gradient, first.gradient, second.gradient].compactMap { $0 })
    }

    private var loops: MapLoops { MapLoops(element: result.element) }
    private var isGate: Bool { second.layout.size != first.layout.size }

    func forward(rows: Int) {
        let (a, b, output) = (first.values.pointer.reading, second.values.pointer.reading, result.values.pointer)
        guard isGate else {
            return result.forEachPart(rows: rows, team: team) { offset, count in
                loops.multiply(a + offset, by: b + offset, into: output + offset, adds: false, count: count)
            }
        }
        MapPieces(first, isWhole: true).forEach(rows: rows, team: team) { piece in
            loops.gate(
                a + piece.offset, by: b + piece.numberOffset(in: second), into: output + piece.offset, adds: false, piece.pixels)
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) { handDown(rows: rows, isConstant: false) }

    /// The second counts as a constant, and gets nothing.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        handDown(rows: rows, isConstant: true)
        return 0
    }

    /// - Parameter isConstant: Whether the second gets nothing.
    private func handDown(rows: Int, isConstant: Bool) {
        guard let gradient = result.gradient?.pointer.reading else { return }
        let (a, b) = (first.kept.pointer.reading, second.kept.pointer.reading)
        let firstAdds = first.wantsGradient && first.beginShare()
        let secondAdds = !isConstant && second.wantsGradient && second.beginShare()
        let (target, other) = (first.gradient?.pointer, isConstant ? nil : second.gradient?.pointer)
        guard isGate else {
            return result.forEachPart(rows: rows, team: team) { offset, count in
                let part = gradient + offset
                if let target { loops.multiply(part, by: b + offset, into: target + offset, adds: firstAdds, count: count) }
                if let other { loops.multiply(part, by: a + offset, into: other + offset, adds: secondAdds, count: count) }
            }
        }
        MapPieces(first, isWhole: true).forEach(rows: rows, team: team) { piece in
            let (part, gate) = (gradient + piece.offset, piece.numberOffset(in: second))
            if let target { loops.gate(part, by: b + gate, into: target + piece.offset, adds: firstAdds, piece.pixels) }
            if let other { loops.gateSums(a + piece.offset, part, piece.pixels, into: other + gate, adds: secondAdds) }
        }
    }
}
