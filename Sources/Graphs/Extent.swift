/// Height and width of a map, a window or a stride, in pixels.
public struct Extent: Sendable, Hashable, Codable {
    /// In pixels, along the rows of a map.
    public let height: Int
    /// In pixels, along the columns of a map.
    public let width: Int

    /// An extent with the given sides, in pixels.
    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// An extent with the same side, in pixels, in both directions.
    public init(_ side: Int) {
        self.init(height: side, width: side)
    }

    /// The number of pixels.
    public var area: Int { height * width }

    /// Whether both sides are at least `least`.
    func isAtLeast(_ least: Int) -> Bool { height >= least && width >= least }
}
