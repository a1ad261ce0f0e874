import Graphs

extension Network {
    /// MobileNetV2 of a given width.
    ///
    /// Published by Sandler et al. (2018).
    ///
    /// - Parameter width: The factor for every number of channels, above 0 and at most 4.
    public static func mobileNetV2(width: Double) -> Network {
        Network(
            name: width == 1 ? "mobilenet-v2" : "mobilenet-v2@\(width)", standardTaps: ["out_relu"],
            geometry: .border(side: 224), values: .signed, twin: .keras
        ) { downsampling throws(GraphError) in try MobileNetV2.graph(width: width, downsampling: downsampling) }
    }
}

/// MobileNetV2 of any width without the classifier, with the layers of Keras.
///
/// Published by Sandler et al. (2018).
enum MobileNetV2 {
    static let family = NetworkFamily(
        [.mobileNetV2(width: 1), .mobileNetV2(width: 0.5)],
        widths: .any(of: "mobilenet-v2", network: Network.mobileNetV2))

    private struct Stage {
        let expansion, channels, repeats, stride: Int
    }

    private static let stages = [
        Stage(expansion: 1, channels: 16, repeats: 1, stride: 1),
        Stage(expansion: 6, channels: 24, repeats: 2, stride: 2),
        Stage(expansion: 6, channels: 32, repeats: 3, stride: 2),
        Stage(expansion: 6, channels: 64, repeats: 4, stride: 2),
        Stage(expansion: 6, channels: 96, repeats: 3, stride: 1),
        Stage(expansion: 6, channels: 160, repeats: 3, stride: 2),
        Stage(expansion: 6, channels: 320, repeats: 1, stride: 1),
    ]

    /// The graph, up to `out_relu`.
    ///
    /// The last convolution is never narrower than 1280.
    static func graph(width: Double, downsampling: EfficientNet.Downsampling) throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = builder.convolution(
            input, filters: GraphBuilder.eights(near: 32 * width), kernel: Extent(3), stride: 2, name: "Conv1")
        x = builder.activation(builder.batchNormalisation(x, name: "bn_Conv1"), .relu6, name: "Conv1_relu")
        var number = 0
        for stage in stages {
            for position in 0..<stage.repeats {
                // Keras drops the fraction before it rounds to a multiple of 8.
                let channels = GraphBuilder.eights(near: Double(Int(Double(stage.channels) * width)))
                x = block(
                    &builder, x, stage, channels: channels, stride: position == 0 ? stage.stride : 1,
                    number == 0 ? "expanded_conv_" : "block_\(number)_", downsampling)
                number += 1
            }
        }
        x = builder.convolution(
            x, filters: width > 1 ? GraphBuilder.eights(near: 1280 * width) : 1280, kernel: Extent(1), name: "Conv_1")
        _ = builder.activation(builder.batchNormalisation(x, name: "Conv_1_bn"), .relu6, name: "out_relu")
        return try builder.graph()
    }

    /// An inverted bottleneck that ends without an activation; it has a shortcut if the shapes allow.
    private static func block(
        _ builder: inout GraphBuilder, _ input: GraphBuilder.Layer, _ stage: Stage, channels: Int, stride: Int,
        _ prefix: String, _ downsampling: EfficientNet.Downsampling
    ) -> GraphBuilder.Layer {
        var x = input
        if stage.expansion > 1 {
            x = builder.convolution(
                x, filters: input.channels * stage.expansion, kernel: Extent(1), name: "\(prefix)expand")
            x = builder.batchNormalisation(x, name: "\(prefix)expand_BN")
            x = builder.activation(x, .relu6, name: "\(prefix)expand_relu")
        }
        x = builder.depthwiseConvolution(
            x, kernel: 3, stride: stride, padding: stride == 2 ? downsampling.padding(kernel: 3) : .same,
            name: "\(prefix)depthwise")
        x = builder.batchNormalisation(x, name: "\(prefix)depthwise_BN")
        x = builder.activation(x, .relu6, name: "\(prefix)depthwise_relu")
        x = builder.convolution(x, filters: channels, kernel: Extent(1), name: "\(prefix)project")
        x = builder.batchNormalisation(x, name: "\(prefix)project_BN")
        guard stride == 1, input.channels == channels else { return x }
        return builder.residual(input, plus: x, name: "\(prefix)add")
    }
}
