import Graphs

extension Network {
    /// EfficientNet of the given scale (Tan and Le 2019).
    public static func efficientNet(_ scale: EfficientNet) -> Network {
        Network(
            name: "efficientnet-\(scale)", standardTaps: ["top_activation"],
            geometry: .border(side: scale.scaling.side), values: .unit, twin: .keras
        ) { downsampling throws(GraphError) in try scale.graph(downsampling: downsampling) }
    }
}

/// EfficientNet b0 to b7 without the classifier (Tan and Le 2019), with the layers of Keras.
public enum EfficientNet: Int, Sendable, CaseIterable {
    /// The scales, from the smallest network to the largest.
    case b0, b1, b2, b3, b4, b5, b6, b7

    static let family = NetworkFamily(allCases.map(Network.efficientNet))

    /// The factors of width and depth, and the side of the input in pixels: the compound scaling of the paper.
    var scaling: (width: Double, depth: Double, side: Int) {
        switch self {
        case .b0: (1.0, 1.0, 224)
        case .b1: (1.0, 1.1, 240)
        case .b2: (1.1, 1.2, 260)
        case .b3: (1.2, 1.4, 300)
        case .b4: (1.4, 1.8, 380)
        case .b5: (1.6, 2.2, 456)
        case .b6: (1.8, 2.6, 528)
        case .b7: (2.0, 3.1, 600)
        }
    }

    /// How convolutions of stride 2 are padded, in EfficientNet and MobileNetV2.
    public enum Downsampling: String, Sendable, Codable, CaseIterable {
        /// As in Keras' network for any input size: one row and column less before than after.
        case keras
        /// As TensorFlow's SAME, and as in Keras' network for one fixed input size.
        case same

        /// The padding for a kernel with an odd side.
        func padding(kernel: Int) -> Padding {
            switch self {
            case .same: .same
            case .keras: .fixed(before: Extent(kernel / 2 - 1), after: Extent(kernel / 2))
            }
        }
    }

    private struct Stage {
        let kernel, stride, expansion, channels, repeats: Int
    }

    private static let stages = [
        Stage(kernel: 3, stride: 1, expansion: 1, channels: 16, repeats: 1),
        Stage(kernel: 3, stride: 2, expansion: 6, channels: 24, repeats: 2),
        Stage(kernel: 5, stride: 2, expansion: 6, channels: 40, repeats: 2),
        Stage(kernel: 3, stride: 2, expansion: 6, channels: 80, repeats: 3),
        Stage(kernel: 5, stride: 1, expansion: 6, channels: 112, repeats: 3),
        Stage(kernel: 5, stride: 2, expansion: 6, channels: 192, repeats: 4),
        Stage(kernel: 3, stride: 1, expansion: 6, channels: 320, repeats: 1),
    ]

    private func scaled(channels: Int) -> Int {
        GraphBuilder.eights(near: Double(channels) * scaling.width)
    }

    private func scaled(repeats: Int) -> Int {
        Int((scaling.depth * Double(repeats)).rounded(.up))
    }

    /// The graph, from RGB in [0, 1] to `top_activation`.
    func graph(downsampling: Downsampling) throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = builder.normalisation(input, name: "normalization")
        x = builder.convolution(
            x, filters: scaled(channels: 32), kernel: Extent(3), stride: 2,
            padding: downsampling.padding(kernel: 3), name: "stem_conv")
        x = Self.normalised(&builder, x, "stem", activated: "stem_activation")
        for (number, stage) in Self.stages.enumerated() {
            for position in 0..<scaled(repeats: stage.repeats) {
                let letter = Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(position)))
                x = block(&builder, x, stage, isFirst: position == 0, "block\(number + 1)\(letter)_", downsampling)
            }
        }
        x = builder.convolution(x, filters: scaled(channels: 1280), kernel: Extent(1), name: "top_conv")
        _ = Self.normalised(&builder, x, "top", activated: "top_activation")
        return try builder.graph()
    }

    private static func normalised(
        _ builder: inout GraphBuilder, _ x: GraphBuilder.Layer, _ prefix: String, activated: String?
    ) -> GraphBuilder.Layer {
        let normalised = builder.batchNormalisation(x, name: "\(prefix)_bn")
        guard let activated else { return normalised }
        return builder.activation(normalised, .swish, name: activated)
    }

    /// An inverted bottleneck with squeeze and excitation; it has a shortcut if the shapes allow.
    private func block(
        _ builder: inout GraphBuilder, _ input: GraphBuilder.Layer, _ stage: Stage, isFirst: Bool, _ prefix: String,
        _ downsampling: Downsampling
    ) -> GraphBuilder.Layer {
        let stride = isFirst ? stage.stride : 1
        let channels = scaled(channels: stage.channels)
        var x = input
        if stage.expansion > 1 {
            x = builder.convolution(
                x, filters: input.channels * stage.expansion, kernel: Extent(1), name: "\(prefix)expand_conv")
            x = Self.normalised(&builder, x, "\(prefix)expand", activated: "\(prefix)expand_activation")
        }
        x = builder.depthwiseConvolution(
            x, kernel: stage.kernel, stride: stride,
            padding: stride == 2 ? downsampling.padding(kernel: stage.kernel) : .same, name: "\(prefix)dwconv")
        x = builder.batchNormalisation(x, name: "\(prefix)bn")
        x = builder.activation(x, .swish, name: "\(prefix)activation")
        x = Self.excited(&builder, x, reducedTo: max(1, input.channels / 4), prefix)
        x = builder.convolution(x, filters: channels, kernel: Extent(1), name: "\(prefix)project_conv")
        x = Self.normalised(&builder, x, "\(prefix)project", activated: nil)
        guard stride == 1, input.channels == channels else { return x }
        return builder.residual(input, plus: x, name: "\(prefix)add")
    }

    private static func excited(
        _ builder: inout GraphBuilder, _ x: GraphBuilder.Layer, reducedTo width: Int, _ prefix: String
    ) -> GraphBuilder.Layer {
        var gate = builder.globalAveragePooling(x, name: "\(prefix)se_squeeze")
        gate = builder.convolution(
            gate, filters: width, kernel: Extent(1), hasBias: true, name: "\(prefix)se_reduce")
        gate = builder.activation(gate, .swish, name: "\(prefix)se_reduce_activation")
        gate = builder.convolution(
            gate, filters: x.channels, kernel: Extent(1), hasBias: true, name: "\(prefix)se_expand")
        gate = builder.activation(gate, .sigmoid, name: "\(prefix)se_expand_activation")
        return builder.product(x, by: gate, name: "\(prefix)se_excite")
    }
}
