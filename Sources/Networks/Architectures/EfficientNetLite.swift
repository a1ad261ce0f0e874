import Graphs

extension Network {
    /// EfficientNet-Lite of the given scale.
    public static func efficientNetLite(_ scale: EfficientNetLite) -> Network {
        let side = scale.scaling.side
        return Network(
            name: "efficientnet-\(scale)", standardTaps: ["_bn1.relu6"],
            geometry: .resizedCrop(shorterSide: side + 32, side: side), values: .lite, resampling: .antialiasedBicubic,
            twin: .pytorch(licence: "Apache-2.0 (EfficientNet-Lite)"), classifiers: ["_fc"]
        ) { _ throws(GraphError) in try scale.graph() }
    }
}

/// EfficientNet-Lite 0 to 2 without the classifier: EfficientNet (Tan and Le 2019) without squeeze and excitation, and
/// with ReLU6, which small devices compute well.
///
/// Layers are named as in the PyTorch modules that the published weights belong to. What comes after a normalisation `N`
/// is `N.relu6`; the sum at the end of a block `B` is `B.sum`.
public enum EfficientNetLite: Int, Sendable, CaseIterable {
    /// The scales, from the smallest network to the largest.
    case lite0, lite1, lite2

    static let family = NetworkFamily(allCases.map(Network.efficientNetLite))

    /// The factors of width and depth, and the side of the input in pixels.
    fileprivate var scaling: (width: Double, depth: Double, side: Int) {
        switch self {
        case .lite0: (1.0, 1.0, 224)
        case .lite1: (1.0, 1.1, 240)
        case .lite2: (1.1, 1.2, 260)
        }
    }

    /// The graph, from RGB in about [-1, 1] to `_bn1.relu6`.
    fileprivate func graph() throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        EfficientNetLayers(
            width: scaling.width, depth: scaling.depth, keepsEnds: true, activation: .relu6, downsampling: .same,
            names: .lite
        ).append(to: &builder, after: input)
        return try builder.graph()
    }
}

extension EfficientNetLayers.Names {
    /// The names of the PyTorch modules: `_conv_stem`, `_blocks.0._depthwise_conv`, and so on.
    fileprivate static let lite = EfficientNetLayers.Names(
        stem: .lite("_conv_stem", "_bn0"), last: .lite("_conv_head", "_bn1")
    ) { _, _, number in
        let block = "_blocks.\(number)"
        return EfficientNetLayers.BlockNames(
            expansion: .lite("\(block)._expand_conv", "\(block)._bn0"),
            depthwise: .lite("\(block)._depthwise_conv", "\(block)._bn1"),
            projection: .lite("\(block)._project_conv", "\(block)._bn2"), excitation: nil, sum: "\(block).sum")
    }
}

extension EfficientNetLayers.UnitNames {
    fileprivate static func lite(_ convolution: String, _ normalisation: String) -> Self {
        .init(convolution: convolution, normalisation: normalisation, activation: "\(normalisation).relu6")
    }
}
