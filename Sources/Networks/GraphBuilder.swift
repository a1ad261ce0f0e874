import Graphs

/// Builds a graph layer by layer, naming layers as the twin does: Keras by layer, torchvision by module.
///
/// Layers without a name of their own are numbered in order of creation: `conv2d`, `conv2d_1`, and so on. Nothing is checked until
/// `graph()`.
public struct GraphBuilder {
    /// A layer's position in the graph under construction.
    public struct Layer {
        let index: Int
        /// Number of channels that come out.
        public let channels: Int
    }

    private var layers: [Graph.Layer] = []
    private var counts: [String: Int] = [:]

    /// Starts with an input of three channels and any size.
    public static func starting() -> (GraphBuilder, Layer) {
        var builder = GraphBuilder()
        let input = builder.append("input", .input(.maps(channels: 3, size: nil)), [], channels: 3)
        return (builder, input)
    }

    /// The layers as a graph, checked.
    ///
    /// - Throws: `GraphError`, which names the layer that does not fit.
    public func graph() throws(GraphError) -> Graph { try Graph(layers: layers) }

    /// The number of channels as in Google's networks of any width: a multiple of 8, never more than a tenth below the exact
    /// number.
    static func eights(near exact: Double) -> Int {
        let rounded = max(8, Int(exact + 4) / 8 * 8)
        return Double(rounded) < 0.9 * exact ? rounded + 8 : rounded
    }

    private mutating func append(_ name: String, _ operation: Operation, _ inputs: [Layer], channels: Int) -> Layer {
        layers.append(Graph.Layer(name, operation, inputs: inputs.map(\.index)))
        return Layer(index: layers.count - 1, channels: channels)
    }

    private mutating func numbered(_ family: String) -> String {
        let count = counts[family, default: 0]
        counts[family] = count + 1
        return count == 0 ? family : "\(family)_\(count)"
    }

    /// Adds a convolution.
    ///
    /// - Parameters:
    ///   - x: what the filters slide over.
    ///   - filters: the number of maps that come out.
    ///   - kernel: height and width of the window in pixels.
    ///   - stride: how far the window moves at a time, in pixels.
    ///   - padding: what surrounds the maps.
    ///   - hasBias: whether each filter adds a number of its own.
    ///   - name: the layer's name; nil gives `conv2d` with the next number.
    public mutating func convolution(
        _ x: Layer, filters: Int, kernel: Extent, stride: Int = 1, padding: Padding = .same, hasBias: Bool = false,
        name: String? = nil
    ) -> Layer {
        append(
            name ?? numbered("conv2d"),
            .convolution(
                Convolution(
                    filters: filters, window: Window(kernel, stride: Extent(stride), padding: padding), hasBias: hasBias)),
            [x], channels: filters)
    }

    /// Adds a convolution of each channel by itself, with a square window.
    ///
    /// - Parameters:
    ///   - x: what the filters slide over.
    ///   - kernel: the side of the window in pixels.
    ///   - stride: how far the window moves at a time, in pixels.
    ///   - padding: what surrounds the maps.
    ///   - hasBias: whether each filter adds a number of its own.
    ///   - name: the layer's name.
    public mutating func depthwiseConvolution(
        _ x: Layer, kernel: Int, stride: Int, padding: Padding, hasBias: Bool = false, name: String
    ) -> Layer {
        let window = Window(Extent(kernel), stride: Extent(stride), padding: padding)
        return append(
            name,
            .convolution(Convolution(filters: x.channels, window: window, groups: x.channels, hasBias: hasBias)), [x],
            channels: x.channels)
    }

    /// Adds a batch normalisation.
    ///
    /// - Parameters:
    ///   - x: what is normalised.
    ///   - hasScale: whether each channel has a gamma; without, it is 1.
    ///   - epsilon: what is added to the variance.
    ///   - name: the layer's name; nil gives `batch_normalization` with the next number.
    public mutating func batchNormalisation(
        _ x: Layer, hasScale: Bool = true, epsilon: Float = 1e-3, name: String? = nil
    ) -> Layer {
        append(
            name ?? numbered("batch_normalization"), .batchNormalisation(epsilon: epsilon, hasScale: hasScale), [x],
            channels: x.channels)
    }

    /// Adds a function that is applied to every value.
    ///
    /// - Parameters:
    ///   - x: what it is applied to.
    ///   - function: the function.
    ///   - name: the layer's name; nil gives `activation` with the next number.
    public mutating func activation(_ x: Layer, _ function: Activation, name: String? = nil) -> Layer {
        append(name ?? numbered("activation"), .activation(function), [x], channels: x.channels)
    }

    /// Adds the largest value of each square window.
    ///
    /// - Parameters:
    ///   - x: where the windows lie.
    ///   - window: the side of a window.
    ///   - stride: the distance between neighbouring windows.
    ///   - padding: what surrounds the maps.
    ///   - name: the layer's name; nil gives `max_pooling2d` with the next number.
    public mutating func maximumPooling(
        _ x: Layer, window: Int, stride: Int, padding: Padding, name: String? = nil
    ) -> Layer {
        append(
            name ?? numbered("max_pooling2d"),
            .maximumPooling(Window(Extent(window), stride: Extent(stride), padding: padding)), [x],
            channels: x.channels)
    }

    /// Adds the mean of each square window of side `window`, over the pixels inside the map.
    public mutating func averagePooling(_ x: Layer, window: Int, stride: Int, padding: Padding) -> Layer {
        append(
            numbered("average_pooling2d"),
            .averagePooling(Window(Extent(window), stride: Extent(stride), padding: padding)), [x],
            channels: x.channels)
    }

    /// Adds the mean over the whole map.
    public mutating func globalAveragePooling(_ x: Layer, name: String) -> Layer {
        append(name, .globalAveragePooling, [x], channels: x.channels)
    }

    /// Sets branches side by side, channel after channel.
    ///
    /// - Parameters:
    ///   - branches: what is joined, in order.
    ///   - name: the layer's name; nil gives `concatenate` with the next number.
    public mutating func concatenation(_ branches: [Layer], name: String? = nil) -> Layer {
        append(
            name ?? numbered("concatenate"), .concatenation, branches,
            channels: branches.reduce(0) { $0 + $1.channels })
    }

    /// Takes `count` channels from `first` on.
    public mutating func channelSlice(_ x: Layer, from first: Int, count: Int, name: String) -> Layer {
        append(name, .channelSlice(first: first, count: count), [x], channels: count)
    }

    /// Reads the channels, as a table of `groups` rows, column by column.
    public mutating func channelShuffle(_ x: Layer, groups: Int, name: String) -> Layer {
        append(name, .channelShuffle(groups: groups), [x], channels: x.channels)
    }

    /// Adds `scale` times a branch to `x`.
    public mutating func residual(_ x: Layer, plus branch: Layer, scale: Float = 1, name: String) -> Layer {
        append(name, .sum(scale: scale), [x, branch], channels: x.channels)
    }

    /// Multiplies `x` by a gate of the same shape, or of one value a channel.
    public mutating func product(_ x: Layer, by gate: Layer, name: String) -> Layer {
        append(name, .product, [x, gate], channels: x.channels)
    }

    /// Subtracts a mean a channel and divides by the root of a variance, both from the weights.
    public mutating func normalisation(_ x: Layer, name: String) -> Layer {
        append(name, .normalisation, [x], channels: x.channels)
    }
}
