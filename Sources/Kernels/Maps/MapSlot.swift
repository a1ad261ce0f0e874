import Graphs

/// The maps that a node of a plan gives, and the gradient of the loss with respect to them, for up to a batch of pictures.
///
/// Readers hand their shares of the gradient over on the way back: the first is written, later ones are added.
final class MapSlot {
    let layout: MapLayout
    let element: MapElement
    /// Where the values are on the way forward.
    let values: ArenaBlock
    /// Where they are computed once more for the way back; nil if they stay where they are.
    var restored: ArenaBlock?
    /// Nil where no gradient is wanted.
    let gradient: ArenaBlock?
    /// The kernels that hand a share of the gradient over.
    var shares = 0
    /// Whether this way back has brought a gradient here.
    private(set) var hasGradient = false

    init(_ layout: MapLayout, element: MapElement, batchSize: Int, wantsGradient: Bool) {
        self.layout = layout
        self.element = element
        let bytes = layout.count * element.bytes * batchSize
        values = ArenaBlock(bytes: bytes)
        gradient = wantsGradient ? ArenaBlock(bytes: bytes) : nil
    }

    var wantsGradient: Bool { gradient != nil }

    /// Where the values are on the way back.
    var kept: ArenaBlock { restored ?? values }

    func forgetGradient() { hasGradient = false }

    /// Begins a share of the gradient: whether it must be added to what is there.
    func beginShare() -> Bool {
        defer { hasGradient = true }
        return hasGradient
    }

    /// The bytes of a picture.
    var pictureBytes: Int { layout.count * element.bytes }
}

/// What a plan asks of the node that a kernel computes, whether it has maps or vectors.
protocol GradientHolder: AnyObject {
    /// Whether this way back has brought a gradient here.
    var hasGradient: Bool { get }
    /// Whether one is wanted.
    var wantsGradient: Bool { get }

    func forgetGradient()

    /// Whether the values of the first `rows` rows are numbers, and not infinite.
    func isFinite(rows: Int) -> Bool
}

extension MapSlot: GradientHolder {
    func isFinite(rows: Int) -> Bool { MapLoops(element: element).isFinite(values.pointer, count: rows * layout.count) }
}

extension Slot: GradientHolder {
    func isFinite(rows: Int) -> Bool {
        UnsafeBufferPointer(start: values, count: rows * width).allSatisfy(\.isFinite)
    }
}
