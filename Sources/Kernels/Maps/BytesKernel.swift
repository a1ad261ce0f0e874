import CMapLoops
import Concurrency
import Matrices

/// How the bytes of a photograph become numbers, channel by channel: `byte * scale + shift`.
package struct ByteRule: Hashable, Sendable {
    /// Of each channel of the input, in its order.
    package let scale: [Float]
    package let shift: [Float]
    /// Whether the input takes blue, green and red, and not red, green and blue.
    package let isReversed: Bool

    /// Traps unless there are three of each.
    package init(scale: [Float], shift: [Float], isReversed: Bool = false) {
        precondition(scale.count == 3 && shift.count == 3, "a photograph has three channels")
        (self.scale, self.shift, self.isReversed) = (scale, shift, isReversed)
    }
}

/// Bytes `[rows, height, width, 3]` that the caller lends, as maps.
final class BytesKernel: Kernel {
    private let result: MapSlot
    /// By channels as they come.
    private let (scale, shift): ([Float], [Float])
    private let isReversed: Bool
    private let team: WorkTeam
    private var bytes: UnsafePointer<UInt8>?

    init(to result: MapSlot, _ rule: ByteRule, team: WorkTeam) {
        (self.result, self.team) = (result, team)
        isReversed = rule.isReversed
        scale = isReversed ? rule.scale.reversed() : rule.scale
        shift = isReversed ? rule.shift.reversed() : rule.shift
    }

    var uses: ArenaUses { ArenaUses(forward: [result.values]) }

    func lend(_ bytes: UnsafePointer<UInt8>) { self.bytes = bytes }

    func forward(rows: Int) {
        guard let bytes else { preconditionFailure("no photographs were lent") }
        let (area, isPlanar) = (result.layout.area, result.layout.block == 1)
        let pixelStride = isPlanar ? 1 : 3
        let step = isPlanar ? area : 1
        let (first, channelStride) = isReversed ? (2 * step, -step) : (0, step)
        // Rows of a picture at a time, as a whole one keeps one thread too long.
        let width = result.layout.size.width
        WorkBlocks.forEach(rows * result.layout.size.height, team: team) { line, _ in
            let (picture, row) = (line / result.layout.size.height, line % result.layout.size.height)
            let target = result.values.pointer + (picture * area * 3 + row * width * pixelStride + first) * result.element.bytes
            let source = bytes + line * width * 3
            switch result.element {
            case .float32:
                kalon_bytes_float32(
                    source, target.assumingMemoryBound(to: Float.self), width, scale, shift, pixelStride, channelStride)
            case .bfloat16:
                kalon_bytes_bfloat16(
                    source, target.assumingMemoryBound(to: UInt16.self), width, scale, shift, pixelStride, channelStride
                )
            }
        }
    }

    func backward(rows: Int, consumer: any GradientConsumer) {}
}
