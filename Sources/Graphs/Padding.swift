/// What surrounds a map before a window slides over it.
public enum Padding: Sendable, Hashable, Codable {
    /// Nothing: windows stay inside.
    case valid
    /// The SAME padding of TensorFlow: the output is the input divided by the stride, rounded up.
    ///
    /// An odd pixel goes to the bottom and the right.
    case same
    /// The given numbers of rows and columns before and after the map.
    case fixed(before: Extent, after: Extent)
    /// Nothing before the map, and after it what the last window that begins inside needs.
    ///
    /// This is PyTorch's `ceil_mode`, for poolings.
    case ceiling

    /// The given number of rows and columns on every side.
    public static func around(_ pixels: Int) -> Padding {
        .fixed(before: Extent(pixels), after: Extent(pixels))
    }

    /// Rows and columns to add before and after a map of the given size.
    package func amounts(around map: Extent, window: Extent, stride: Extent) -> (before: Extent, after: Extent) {
        switch self {
        case .valid:
            return (Extent(0), Extent(0))
        case .fixed(let before, let after):
            return (before, after)
        case .ceiling:
            let after = Extent(
                height: Self.ceilingTotal(map.height, window: window.height, stride: stride.height),
                width: Self.ceilingTotal(map.width, window: window.width, stride: stride.width))
            return (Extent(0), after)
        case .same:
            let vertical = Self.sameTotal(map.height, window: window.height, stride: stride.height)
            let horizontal = Self.sameTotal(map.width, window: window.width, stride: stride.width)
            return (
                Extent(height: vertical / 2, width: horizontal / 2),
                Extent(height: vertical - vertical / 2, width: horizontal - horizontal / 2)
            )
        }
    }

    /// What the last window that begins inside needs beyond the end.
    private static func ceilingTotal(_ size: Int, window: Int, stride: Int) -> Int {
        max(0, (size - window + stride - 1) / stride) * stride + window - size
    }

    private static func sameTotal(_ size: Int, window: Int, stride: Int) -> Int {
        max(((size + stride - 1) / stride - 1) * stride + window - size, 0)
    }
}
