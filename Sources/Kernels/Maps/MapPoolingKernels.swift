import CMapLoops
import Concurrency
import Graphs
import Matrices

/// The largest or the mean value of each window.
final class MapPoolingKernel: Kernel {
    private let source: MapSlot
    private let result: MapSlot
    private let window: Window
    private let isMaximum: Bool
    private let team: WorkTeam
    /// The windows of all positions, row by row, cut off at the border.
    private let windows: WorkBuffer<kalon_window>
    /// By what sums are divided; 0 for the pixels inside the map.
    private let area: Int
    /// Of each largest value, which pixel of its window it was.
    private let chosen: ArenaBlock

    /// The most pixels of a window whose largest can be remembered.
    static let largestWindow = 255

    init(
        from source: MapSlot, to result: MapSlot, _ window: Window, isMaximum: Bool, countsBorder: Bool, batchSize: Int,
        team: WorkTeam
    ) {
        (self.source, self.result, self.window, self.isMaximum, self.team) = (source, result, window, isMaximum, team)
        area = countsBorder ? window.size.area : 0
        chosen = ArenaBlock(bytes: isMaximum ? result.layout.count * batchSize : 1)
        windows = WorkBuffer(count: result.layout.area, repeating: kalon_window())
        fillWindows()
    }

    private func fillWindows() {
        let (map, size) = (source.layout.size, result.layout.size)
        let before = window.borders(around: map).before
        for row in 0..<size.height {
            let (top, height) = Self.inside(
                from: row * window.stride.height - before.height, count: window.size.height, step: window.dilation.height,
                side: map.height)
            for column in 0..<size.width {
                let (left, width) = Self.inside(
                    from: column * window.stride.width - before.width, count: window.size.width, step: window.dilation.width,
                    side: map.width)
                windows.pointer[row * size.width + column] = kalon_window(
                    top: top, left: left, height: height, width: width, rowStep: window.dilation.height,
                    columnStep: window.dilation.width)
            }
        }
    }

    /// Of `count` places `step` apart, the first inside a side and how many are inside.
    private static func inside(from start: Int, count: Int, step: Int, side: Int) -> (first: Int, count: Int) {
        let skipped = start < 0 ? (step - 1 - start) / step : 0
        let first = start + skipped * step
        return (first, max(0, min(count - skipped, (side - first + step - 1) / step)))
    }

    var mapSources: [MapSlot] { [source] }

    var uses: ArenaUses {
        ArenaUses(
            forward: [source.values, result.values, chosen],
            backward: [result.gradient, source.gradient].compactMap { $0 } + (isMaximum ? [chosen] : []))
    }

    private var loops: MapLoops { MapLoops(element: source.element) }

    func forward(rows: Int) {
        let (input, output, chosen) = (source.values.pointer.reading, result.values.pointer, chosen.pointer)
        let width = source.layout.size.width
        forEachPlane(rows: rows) { from, to, stride in
            let output = output + to * result.element.bytes
            if isMaximum {
                loops.maximum(
                    input + from, mapWidth: width, windows.reading, windowWidth: window.size.width, stride: stride, into: output,
                    chosen: (chosen + to).assumingMemoryBound(to: UInt8.self))
            } else {
                loops.average(input + from, mapWidth: width, windows.reading, stride: stride, area: area, into: output)
            }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let gradient = result.gradient?.pointer.reading, let target = source.gradient?.pointer else { return }
        let width = source.layout.size.width
        // The loops add up, as windows overlap.
        let adds = source.beginShare()
        forEachPlane(rows: rows) { from, to, stride in
            let (target, gradient) = (target + from, gradient + to * result.element.bytes)
            if !adds {
                target.initializeMemory(as: UInt8.self, repeating: 0, count: source.layout.area * stride * source.element.bytes)
            }
            if isMaximum {
                loops.maximumBack(
                    gradient, mapWidth: width, windows.reading, windowWidth: window.size.width, stride: stride, addingTo: target,
                    chosen: UnsafePointer((chosen.pointer + to).assumingMemoryBound(to: UInt8.self)))
            } else {
                loops.averageBack(gradient, mapWidth: width, windows.reading, stride: stride, area: area, addingTo: target)
            }
        }
    }

    /// The largest value of a window takes all; a mean divides the relevance as the values have added to it.
    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        if !isMaximum { result.balance(rows: rows, call.stabiliser, team: team) }
        backward(rows: rows, consumer: NoConsumer())
        return 0
    }

    /// Each block of each picture: where it begins in the source, in bytes, and in the result, in values.
    private func forEachPlane(rows: Int, _ body: (_ from: Int, _ to: Int, _ stride: Int) -> Void) {
        let (from, to) = (source.layout, result.layout)
        WorkBlocks.forEach(rows * from.blocks, team: team.suited(to: rows * from.count)) { plane, _ in
            body(plane * from.area * from.block * source.element.bytes, plane * to.area * to.block, from.block)
        }
    }
}

/// The mean over the whole map.
final class MapMeanKernel: Kernel {
    private let source: MapSlot
    private let result: MapSlot
    private let team: WorkTeam

    init(from source: MapSlot, to result: MapSlot, team: WorkTeam) {
        (self.source, self.result, self.team) = (source, result, team)
    }

    var mapSources: [MapSlot] { [source] }

    var uses: ArenaUses {
        ArenaUses(
            forward: [source.values, result.values], backward: [result.gradient, source.gradient].compactMap { $0 })
    }

    private var loops: MapLoops { MapLoops(element: source.element) }

    func forward(rows: Int) {
        let (input, output) = (source.values.pointer.reading, result.values.pointer)
        MapPieces(source, isWhole: true).forEach(rows: rows, team: team) { piece in
            loops.mean(input + piece.offset, piece.pixels, into: output + piece.numberOffset(in: result))
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {
        guard let gradient = result.gradient?.pointer.reading, let target = source.gradient?.pointer else { return }
        let adds = source.beginShare()
        MapPieces(source, isWhole: true).forEach(rows: rows, team: team) { piece in
            loops.meanBack(gradient + piece.numberOffset(in: result), piece.pixels, into: target + piece.offset, adds: adds)
        }
    }

    func relevance(rows: Int, _ call: RelevanceCall) -> Double {
        result.balance(rows: rows, call.stabiliser, team: team)
        backward(rows: rows, consumer: NoConsumer())
        return 0
    }
}
