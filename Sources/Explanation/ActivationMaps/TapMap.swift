/// The sum of a layer's maps, each times a weight.
public struct TapMap: Sendable, Equatable {
    /// The name of the layer.
    public let name: String
    /// The number of columns.
    public let width: Int
    /// The number of rows.
    public let height: Int
    /// `[height, width]`.
    public let values: [Float]

    /// The map in [0, 1], with what is below a share of the largest value left out.
    ///
    /// - Parameter threshold: The share.
    public func normalised(threshold: Float = 0.2) -> [Float] {
        guard let low = values.min(), let high = values.max(), high > low else {
            return [Float](repeating: 0, count: values.count)
        }
        return values.map { value in
            let level = (value - low) / (high - low)
            return level < threshold ? 0 : level
        }
    }
}
