/// A tensor that a graph needs: its name, its shape, and what becomes of it in training.
public struct ParameterSpecification: Sendable, Hashable {
    /// What becomes of a tensor in training.
    public enum Kind: Sendable, Hashable {
        /// An optimiser changes it.
        case trained
        /// The data that pass through move it.
        case statistic
        /// It stays what it is.
        case constant
    }

    public let name: TensorName
    /// Kernels of convolutions `[height, width, channels / groups, filters]`, of dense layers `[inputs, units]`; everything
    /// else `[channels]`.
    public let shape: [Int]
    public let kind: Kind
    /// What every value must lie above; nil for any finite value. A variance has a root only together with its epsilon.
    package let lowest: Float?

    /// Number of values.
    public var count: Int { shape.reduce(1, *) }
}
