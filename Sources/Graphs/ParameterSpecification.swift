/// A tensor that a graph needs: its name, its shape, and how training changes it.
public struct ParameterSpecification: Sendable, Hashable {
    /// How training changes a tensor.
    public enum Kind: Sendable, Hashable {
        /// An optimiser changes it.
        case trained
        /// It follows the data that pass through.
        case statistic
        /// It does not change.
        case constant
    }

    /// The layer of the tensor, and its role there.
    public let name: TensorName
    /// The sides of the tensor.
    ///
    /// The kernel of a convolution is `[height, width, channels / groups, filters]`, that of a dense layer `[inputs, units]`;
    /// every other tensor is `[channels]`.
    public let shape: [Int]
    /// How training changes the tensor.
    public let kind: Kind
    /// The bound that every value must lie above; nil if any finite value is valid.
    ///
    /// A variance only has a root together with its epsilon.
    package let lowest: Float?

    /// The number of values.
    public var count: Int { shape.reduce(1, *) }
}
