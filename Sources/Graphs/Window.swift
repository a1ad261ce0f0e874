/// A window that slides over a map: its size, its stride, and the padding of the map.
public struct Window: Sendable, Hashable, Codable {
    /// Height and width of the window, not counting the gaps of dilation.
    public let size: Extent
    /// How far the window moves at a time.
    public let stride: Extent
    /// What surrounds the map.
    public let padding: Padding
    /// The distance between neighbouring pixels of the window; 1 unless it is dilated (Yu and Koltun 2016).
    public let dilation: Extent

    /// A window with the given size in pixels.
    ///
    /// - Parameters:
    ///   - size: Height and width, each at least 1.
    ///   - stride: How far the window moves at a time, at least 1 in both directions.
    ///   - padding: What surrounds the map.
    ///   - dilation: The distance between neighbouring pixels of the window, at least 1.
    public init(_ size: Extent, stride: Extent = Extent(1), padding: Padding = .valid, dilation: Extent = Extent(1)) {
        self.size = size
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
    }

    /// The pixels that the window spans, gaps included.
    package var span: Extent {
        Extent(height: (size.height - 1) * dilation.height + 1, width: (size.width - 1) * dilation.width + 1)
    }

    /// Rows and columns to add before and after a map of the given size.
    package func borders(around map: Extent) -> (before: Extent, after: Extent) {
        padding.amounts(around: map, window: span, stride: stride)
    }

    /// The size of the result on a map of the given size; nil if the window does not fit.
    func result(on map: Extent) -> Extent? {
        let (before, after) = borders(around: map)
        let height = map.height + before.height + after.height - span.height
        let width = map.width + before.width + after.width - span.width
        guard height >= 0, width >= 0 else { return nil }
        return Extent(height: height / stride.height + 1, width: width / stride.width + 1)
    }
}
