/// A line across the picture: its height at every column, computed once.
struct Profile {
    private let heights: [Float]

    init(width: Int, _ height: (_ x: Float) -> Float) {
        heights = (0..<width).map { height(Float($0) + 0.5) }
    }

    /// The height at the column of `x`; outside the picture, that of the nearest column.
    subscript(x: Float) -> Float {
        heights[min(max(Int(x), 0), heights.count - 1)]
    }
}
