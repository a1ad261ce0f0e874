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

    /// The graph, from RGB in [0, 1] to `top_activation`.
    func graph(downsampling: Downsampling) throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        let x = builder.normalisation(input, name: "normalization")
        EfficientNetLayers(
            width: scaling.width, depth: scaling.depth, keepsEnds: false, activation: .swish,
            downsampling: downsampling, names: .keras
        ).append(to: &builder, after: x)
        return try builder.graph()
    }
}

extension EfficientNetLayers.Names {
    /// Keras' names: `stem_conv`, `block1a_dwconv`, and so on.
    fileprivate static let keras = EfficientNetLayers.Names(
        stem: .keras("stem_"), last: .keras("top_")
    ) { stage, position, _ in
        let letter = Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(position)))
        let prefix = "block\(stage + 1)\(letter)_"
        return EfficientNetLayers.BlockNames(
            expansion: .keras("\(prefix)expand_"),
            depthwise: .init(
                convolution: "\(prefix)dwconv", normalisation: "\(prefix)bn", activation: "\(prefix)activation"),
            projection: .keras("\(prefix)project_"), excitation: "\(prefix)se_", sum: "\(prefix)add")
    }
}

extension EfficientNetLayers.UnitNames {
    fileprivate static func keras(_ prefix: String) -> Self {
        .init(convolution: "\(prefix)conv", normalisation: "\(prefix)bn", activation: "\(prefix)activation")
    }
}
