/// Height and width of a map, a window or a stride, in pixels.
public struct Extent: Sendable, Hashable, Codable {
    public let height: Int
    public let width: Int

    /// An extent of the given sides.
    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// The same in both directions.
    public init(_ side: Int) {
        self.init(height: side, width: side)
    }

    /// Number of pixels.
    public var area: Int { height * width }

    /// Whether both sides are at least `least`.
    func isAtLeast(_ least: Int) -> Bool { height >= least && width >= least }
}
