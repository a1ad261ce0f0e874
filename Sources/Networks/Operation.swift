/// Height and width of a kernel or a stride, in pixels.
public struct Extent: Sendable, Equatable {
    public let height: Int
    public let width: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// The same in both directions.
    public init(_ side: Int) {
        self.init(height: side, width: side)
    }
}

/// What surrounds a map before a window slides over it.
public enum Padding: Sendable, Equatable {
    /// Nothing: windows stay inside.
    case valid
    /// TensorFlow's SAME: the output is the input divided by the stride, rounded up; the odd pixel goes to the
    /// bottom and the right.
    case same
    /// So many rows and columns before and after.
    case fixed(before: Extent, after: Extent)
    /// Nothing before, and after it as much as the last window needs that begins inside: PyTorch's `ceil_mode`.
    /// For poolings.
    case ceiling

    /// So many rows and columns on every side.
    static func around(_ pixels: Int) -> Padding {
        .fixed(before: Extent(pixels), after: Extent(pixels))
    }
}

/// Elementwise functions.
public enum Activation: Sendable, Equatable {
    case relu
    /// min(max(x, 0), 6).
    case relu6
    /// x * sigmoid(x).
    case swish
    case sigmoid
}

/// What a node of a graph computes, on maps of shape `[channels, height, width]`.
public enum Operation: Sendable, Equatable {
    /// RGB values, `[3, height, width]`.
    case input
    /// Subtracts a mean a channel and divides by the root of a variance, both from the weights; when
    /// `dividingTwice`, by that root once more, which is right where the file holds deviations as variances.
    case normalisation(dividingTwice: Bool)
    case convolution(filters: Int, kernel: Extent, stride: Extent, padding: Padding, hasBias: Bool)
    /// One kernel a channel.
    case depthwiseConvolution(kernel: Extent, stride: Extent, padding: Padding)
    /// gamma (x - mean) / sqrt(variance + epsilon) + beta; gamma is 1 when not `hasScale`.
    case batchNormalisation(epsilon: Float, hasScale: Bool)
    case activation(Activation)
    case maximumPooling(window: Extent, stride: Extent, padding: Padding)
    /// The mean over the pixels of the window that lie inside the map.
    case averagePooling(window: Extent, stride: Extent, padding: Padding)
    /// The mean over the whole map, `[channels, 1, 1]`.
    case globalAveragePooling
    case concatenation
    /// So many channels from the given one on.
    case channelSlice(first: Int, count: Int)
    /// Channels as a table of `groups` rows, read column by column (Zhang, Zhou, Lin and Sun 2017).
    case channelShuffle(groups: Int)
    /// First input plus `scale` times the second.
    case residual(scale: Float)
    /// First input times the second, which may be `[channels, 1, 1]`.
    case product
}
