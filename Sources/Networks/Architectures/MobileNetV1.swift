import Graphs

extension Network {
    /// MobileNetV1 of a given width.
    ///
    /// Published by Howard et al. (2017).
    ///
    /// - Parameter width: The factor for every number of channels, above 0 and at most 4.
    public static func mobileNetV1(width: Double) -> Network {
        Network(
            name: width == 1 ? "mobilenet-v1" : "mobilenet-v1@\(width)", standardTaps: ["conv_pw_13_relu"],
            geometry: .border(side: 224), values: .signed, twin: .keras,
            classifiers: ["conv_preds"]
        ) { _ throws(GraphError) in try MobileNetV1.graph(width: width) }
    }
}

/// MobileNetV1 of any width without the classifier, with the layers of Keras.
///
/// Published by Howard et al. (2017).
enum MobileNetV1 {
    static let family = NetworkFamily(
        [.mobileNetV1(width: 1), .mobileNetV1(width: 0.5)],
        widths: .any(of: "mobilenet-v1", network: Network.mobileNetV1))

    /// The filters and strides of the thirteen separable blocks.
    private static let blocks = [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
        (1024, 2), (1024, 1),
    ]

    /// The graph, with every number of filters multiplied by `width` and rounded down.
    static func graph(width: Double) throws(GraphError) -> Graph {
        func scaled(_ filters: Int) -> Int { max(1, Int(Double(filters) * width)) }
        var (builder, input) = GraphBuilder.starting()
        var x = builder.convolution(input, filters: scaled(32), kernel: Extent(3), stride: 2, name: "conv1")
        x = normalised(&builder, x, "conv1")
        for (number, (filters, stride)) in zip(1..., blocks) {
            let padding = stride == 2 ? Padding.fixed(before: Extent(0), after: Extent(1)) : .same
            x = builder.depthwiseConvolution(
                x, kernel: 3, stride: stride, padding: padding, name: "conv_dw_\(number)")
            x = normalised(&builder, x, "conv_dw_\(number)")
            x = builder.convolution(x, filters: scaled(filters), kernel: Extent(1), name: "conv_pw_\(number)")
            x = normalised(&builder, x, "conv_pw_\(number)")
        }
        return try builder.graph()
    }

    private static func normalised(
        _ builder: inout GraphBuilder, _ x: GraphBuilder.Layer, _ prefix: String
    ) -> GraphBuilder.Layer {
        let normalised = builder.batchNormalisation(x, name: "\(prefix)_bn")
        return builder.activation(normalised, .relu6, name: "\(prefix)_relu")
    }
}
