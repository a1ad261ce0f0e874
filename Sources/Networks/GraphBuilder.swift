import Graphs

/// Builds a graph layer by layer, naming layers as the twin does: Keras by layer, torchvision by module.
///
/// Layers without a name of their own are numbered in order of creation: `conv2d`, `conv2d_1`, and so on.
struct GraphBuilder {
    /// A layer's position in the graph under construction.
    struct Layer {
        let index: Int
        let channels: Int
    }

    private var layers: [Graph.Layer] = []
    private var counts: [String: Int] = [:]

    /// Starts with an RGB input.
    static func starting() -> (GraphBuilder, Layer) {
        var builder = GraphBuilder()
        let input = builder.append("input", .input(.maps(channels: 3, size: nil)), [], channels: 3)
        return (builder, input)
    }

    /// The layers as a graph, checked.
    func graph() throws(GraphError) -> Graph { try Graph(layers: layers) }

    /// A number of channels as Google's networks of any width have it: a multiple of 8, never more than a tenth below
    /// the exact one.
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

    mutating func convolution(
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

    mutating func depthwiseConvolution(
        _ x: Layer, kernel: Int, stride: Int, padding: Padding, name: String
    ) -> Layer {
        let window = Window(Extent(kernel), stride: Extent(stride), padding: padding)
        return append(
            name, .convolution(Convolution(filters: x.channels, window: window, groups: x.channels)), [x],
            channels: x.channels)
    }

    mutating func batchNormalisation(
        _ x: Layer, hasScale: Bool = true, epsilon: Float = 1e-3, name: String? = nil
    ) -> Layer {
        append(
            name ?? numbered("batch_normalization"), .batchNormalisation(epsilon: epsilon, hasScale: hasScale), [x],
            channels: x.channels)
    }

    mutating func activation(_ x: Layer, _ function: Activation, name: String? = nil) -> Layer {
        append(name ?? numbered("activation"), .activation(function), [x], channels: x.channels)
    }

    mutating func maximumPooling(
        _ x: Layer, window: Int, stride: Int, padding: Padding, name: String? = nil
    ) -> Layer {
        append(
            name ?? numbered("max_pooling2d"),
            .maximumPooling(Window(Extent(window), stride: Extent(stride), padding: padding)), [x],
            channels: x.channels)
    }

    mutating func averagePooling(_ x: Layer, window: Int, stride: Int, padding: Padding) -> Layer {
        append(
            numbered("average_pooling2d"),
            .averagePooling(Window(Extent(window), stride: Extent(stride), padding: padding)), [x],
            channels: x.channels)
    }

    mutating func globalAveragePooling(_ x: Layer, name: String) -> Layer {
        append(name, .globalAveragePooling, [x], channels: x.channels)
    }

    mutating func concatenation(_ branches: [Layer], name: String? = nil) -> Layer {
        append(
            name ?? numbered("concatenate"), .concatenation, branches,
            channels: branches.reduce(0) { $0 + $1.channels })
    }

    mutating func channelSlice(_ x: Layer, from first: Int, count: Int, name: String) -> Layer {
        append(name, .channelSlice(first: first, count: count), [x], channels: count)
    }

    mutating func channelShuffle(_ x: Layer, groups: Int, name: String) -> Layer {
        append(name, .channelShuffle(groups: groups), [x], channels: x.channels)
    }

    mutating func residual(_ x: Layer, plus branch: Layer, scale: Float = 1, name: String) -> Layer {
        append(name, .sum(scale: scale), [x, branch], channels: x.channels)
    }

    mutating func product(_ x: Layer, by gate: Layer, name: String) -> Layer {
        append(name, .product, [x, gate], channels: x.channels)
    }

    mutating func normalisation(_ x: Layer, name: String) -> Layer {
        append(name, .normalisation, [x], channels: x.channels)
    }
}
