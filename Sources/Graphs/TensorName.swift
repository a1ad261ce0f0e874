/// The part that a tensor plays in its layer, named as in Keras' files.
public enum TensorRole: String, Sendable, Hashable, Codable, CaseIterable {
    case kernel
    case depthwiseKernel = "depthwise_kernel"
    case bias
    case gamma
    case beta
    case movingMean = "moving_mean"
    case movingVariance = "moving_variance"
    case mean
    case variance
    /// What a parametric ReLU leaves of values below 0.
    case slope = "alpha"
    /// What the whole numbers of a kernel are multiples of.
    case steps
}

/// A tensor by its layer and its part in it.
public struct TensorName: Sendable, Hashable, Codable, CustomStringConvertible {
    public let layer: String
    public let role: TensorRole

    /// The tensor of that role in the layer of that name.
    public init(layer: String, role: TensorRole) {
        self.layer = layer
        self.role = role
    }

    public var description: String { "\(layer)/\(role.rawValue)" }
}
