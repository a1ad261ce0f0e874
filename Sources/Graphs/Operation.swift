/// A convolution: filters that slide over maps.
public struct Convolution: Sendable, Hashable, Codable {
    /// Number of maps that come out.
    public let filters: Int
    /// What slides over the maps.
    public let window: Window
    /// The number of groups into which the channels are divided, each with its own share of the filters.
    ///
    /// With as many groups as channels, this is a depthwise convolution. Groups were introduced by Krizhevsky, Sutskever and
    /// Hinton (2012).
    public let groups: Int
    /// Whether a number a filter is added.
    public let hasBias: Bool
    /// Whether the kernel holds whole numbers from -127 to 127, which a step a filter multiplies.
    public let hasSteps: Bool

    /// A convolution of the given number of filters.
    public init(filters: Int, window: Window, groups: Int = 1, hasBias: Bool = false, hasSteps: Bool = false) {
        self.filters = filters
        self.window = window
        self.groups = groups
        self.hasBias = hasBias
        self.hasSteps = hasSteps
    }
}

/// How values are rounded: to multiples of a step, from -128 to 127 or from 0 to 255 of them.
public struct Rounding: Sendable, Hashable, Codable {
    /// The distance of neighbouring values, above 0.
    public let step: Float
    /// Whether there are values below 0.
    public let isSigned: Bool

    /// Steps that reach `limit`.
    ///
    /// Where nothing but zeros was seen, any step will do.
    public init(limit: Float, isSigned: Bool) {
        step = (limit > 0 ? limit : 1) / (isSigned ? 127 : 255)
        self.isSigned = isSigned
    }

    /// The nearest value that there is, of two equally near ones the even multiple.
    package func nearest(to x: Float) -> Float {
        let multiple = (x / step).rounded(.toNearestOrEven)
        return min(max(multiple, isSigned ? -128 : 0), isSigned ? 127 : 255) * step
    }
}

/// What a node of a graph computes, on maps `[channels, height, width]` or vectors `[width]`.
///
/// The enumeration is closed: the compiler lists every place that must learn a new case. `signature` says what a case
/// takes and gives, the ONNX writer how it is written, and the reference what it computes.
public enum Operation: Sendable, Hashable, Codable {
    /// Where a picture, or a row of features, enters.
    case input(Shape)
    /// Subtracts a mean a channel and divides by the root of a variance.
    case normalisation
    case convolution(Convolution)
    /// `x K + b` of a vector x, kernel K `[inputs, units]`, bias b `[units]`.
    case dense(units: Int, hasBias: Bool)
    /// gamma (x - mean) / sqrt(variance + epsilon) + beta (Ioffe and Szegedy 2015); gamma is 1 when not `hasScale`.
    ///
    /// In training mean and biased variance are the batch's, and move the stored ones:
    /// `moving * momentum + batch * (1 - momentum)`.
    case batchNormalisation(epsilon: Float, momentum: Float = 0.99, hasScale: Bool)
    /// Adds a number a channel.
    case shift
    case activation(Activation)
    /// x above 0, a learned share of it below, one a channel (He et al. 2015).
    case parametricReLU
    /// exp(x) over the sum of these within a vector: probabilities.
    case softmax
    /// In training sets a share `rate` of the values to zero and multiplies the others by `1 / (1 - rate)` (Srivastava
    /// et al. 2014); otherwise does nothing.
    case dropout(rate: Double)
    case maximumPooling(Window)
    /// The mean over the pixels of the window that lie inside the map, or with `countsBorder` over all of them.
    case averagePooling(Window, countsBorder: Bool = false)
    /// The mean over each cell of a grid of the given size: PyTorch's `AdaptiveAvgPool2d`.
    case adaptiveAveragePooling(Extent)
    /// The mean over the whole map, `[channels, 1, 1]`.
    case globalAveragePooling
    /// x / (bias + alpha / size * sum of squares over `size` neighbouring channels) ^ beta (Krizhevsky et al. 2012).
    case localResponseNormalisation(size: Int, alpha: Float, beta: Float, bias: Float)
    /// Maps as a vector, channel by channel and each row by row.
    case flatten
    /// Inputs side by side, channel after channel.
    case concatenation
    /// `count` channels from `first` on.
    case channelSlice(first: Int, count: Int)
    /// Channels as a table of `groups` rows, read column by column (Zhang, Zhou, Lin and Sun 2018).
    case channelShuffle(groups: Int)
    /// The named channels, in the order given.
    case selection([Int])
    /// First input plus `scale` times the second.
    case sum(scale: Float)
    /// First input times the second, which may be `[channels, 1, 1]`.
    case product
    /// The nearest value that 8 bits can hold.
    case rounding(Rounding)
}
