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
    /// Whether relevance that came back is not divided by the values.
    var holdsRelevance = false

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

    func forgetGradient() { (hasGradient, holdsRelevance) = (false, false) }

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

    /// The relevance that has come back, if that is what the plan takes back.
    func relevance(rows: Int) -> Double

    /// Where the values of maps are; nil of vectors.
    var valueBlock: ArenaBlock? { get }

    /// Whether the values of the first `rows` rows are numbers, and not infinite.
    func isFinite(rows: Int) -> Bool
}

extension MapSlot: GradientHolder {
    var valueBlock: ArenaBlock? { values }

    func relevance(rows: Int) -> Double {
        guard hasGradient, let gradient = gradient?.pointer.reading else { return 0 }
        let (loops, count) = (MapLoops(element: element), rows * layout.count)
        guard holdsRelevance else { return loops.dot(kept.pointer.reading, gradient, count: count) }
        return (0..<count).reduce(0) { $0 + Double(gradient.load(fromByteOffset: $1 * 4, as: Float.self)) }
    }

    func isFinite(rows: Int) -> Bool { MapLoops(element: element).isFinite(values.pointer, count: rows * layout.count) }
}

extension Slot: GradientHolder {
    var valueBlock: ArenaBlock? { nil }

    func relevance(rows: Int) -> Double {
        guard hasGradient else { return 0 }
        let (gradient, count) = (gradientTarget, rows * width)
        guard !holdsRelevance else { return (0..<count).reduce(0) { $0 + Double(gradient[$1]) } }
        return MapLoops(element: .float32).dot(UnsafeRawPointer(values), UnsafeRawPointer(gradient), count: count)
    }

    func isFinite(rows: Int) -> Bool {
        UnsafeBufferPointer(start: values, count: rows * width).allSatisfy(\.isFinite)
    }
}
