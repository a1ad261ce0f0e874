import Matrices

/// The values of a node while a plan runs, and what has come back to them.
///
/// Valid only while the observer is called.
package struct ObservedNode {
    private let holder: any GradientHolder
    private let rows: Int
    /// Whether the way forward shows it, on which nothing has come back.
    package let isForward: Bool

    init(_ holder: any GradientHolder, rows: Int, isForward: Bool) {
        (self.holder, self.rows, self.isForward) = (holder, rows, isForward)
    }

    /// The values, `[rows, channels, height, width]`, or `[rows, width]` of vectors.
    package var values: [Float] {
        switch holder {
        case let maps as MapSlot: unpacked(maps, (isForward ? maps.values : maps.kept).pointer)
        case let slot as Slot: Array(UnsafeBufferPointer(start: slot.values, count: rows * slot.width))
        default: []
        }
    }

    /// The gradient, or the relevance over the values, in the same order; zeros where none has come back.
    package var gradient: [Float] {
        switch holder {
        case let maps as MapSlot where maps.hasGradient: unpacked(maps, maps.gradient?.pointer)
        case let slot as Slot where slot.hasGradient:
            Array(UnsafeBufferPointer(start: slot.gradientTarget, count: rows * slot.width))
        case let maps as MapSlot: [Float](repeating: 0, count: rows * maps.layout.channels * maps.layout.area)
        case let slot as Slot: [Float](repeating: 0, count: rows * slot.width)
        default: []
        }
    }

    private func unpacked(_ maps: MapSlot, _ pointer: UnsafeMutableRawPointer?) -> [Float] {
        let (layout, loops) = (maps.layout, MapLoops(element: maps.element))
        let count = rows * layout.channels * layout.area
        guard let pointer else { return [Float](repeating: 0, count: count) }
        return [Float](unsafeUninitializedCapacity: count) { target, written in
            guard let target = target.baseAddress else { return }
            let pieces = MapPieces(maps, isWhole: true)
            for number in 0..<pieces.count(rows: rows) {
                let piece = pieces[number]
                loops.unpack(
                    pointer.reading + piece.offset,
                    into: target + (piece.picture * layout.channels + piece.channel) * layout.area, adds: false, piece.pixels)
            }
            written = count
        }
    }
}
