/// The role of a tensor in its layer, named as in Keras' files.
public enum TensorRole: String, Sendable, Hashable, Codable, CaseIterable {
    /// The weights of a convolution or a dense layer.
    case kernel
    /// The weights of a depthwise convolution.
    case depthwiseKernel = "depthwise_kernel"
    /// The number added to each channel.
    case bias
    /// The scale of each channel after batch normalisation.
    case gamma
    /// The number added to each channel after batch normalisation.
    case beta
    /// The running mean of each channel, for batch normalisation.
    case movingMean = "moving_mean"
    /// The running variance of each channel, for batch normalisation.
    case movingVariance = "moving_variance"
    /// The mean of each channel of the inputs.
    case mean
    /// The variance of each channel of the inputs.
    case variance
    /// The factor of a parametric ReLU for values below 0, for each channel.
    case slope = "alpha"
    /// The step of each filter of a kernel in whole numbers.
    case steps
}

/// A tensor, named by its layer and its role there.
public struct TensorName: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The name of the layer.
    public let layer: String
    /// The role of the tensor in the layer.
    public let role: TensorRole

    /// The tensor with that role in the layer with that name.
    public init(layer: String, role: TensorRole) {
        self.layer = layer
        self.role = role
    }

    /// The value as text.
    public var description: String { "\(layer)/\(role.rawValue)" }
}
