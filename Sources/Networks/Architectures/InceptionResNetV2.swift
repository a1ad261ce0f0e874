import Graphs

extension Network {
    /// InceptionResNetV2, tapped at its 43 concatenations.
    ///
    /// The range of values is that of the published aesthetic classifier, not the network's own (see
    /// `Documentation/departures.md`).
    public static let multiGAP = Network(
        name: "multigap", standardTaps: ["*mixed*"], geometry: .longestSide(maximum: 996, enlarge: false),
        values: .unit, minimumSide: 75, twin: .keras
    ) { _ throws(GraphError) in try InceptionResNetV2.graph() }
}

/// InceptionResNetV2 without its classifier (Szegedy, Ioffe, Vanhoucke and Alemi 2016), with the layers of Keras.
///
/// Every convolution is followed by batch normalisation without a scale and by ReLU. Residual branches end in a convolution
/// with bias and nothing else; a fraction of them is added.
enum InceptionResNetV2 {
    static let family = NetworkFamily([.multiGAP])

    static func graph() throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = builder.inceptionModule(builder.inceptionStem(input), first: 96, pooled: 64, name: "mixed_5b")
        for block in 1...10 { x = block35(&builder, x, block) }
        x = mixed6a(&builder, x)
        for block in 1...20 { x = block17(&builder, x, block) }
        x = mixed7a(&builder, x)
        for block in 1...9 { x = block8(&builder, x, block, scale: 0.2, endsInReLU: true) }
        x = block8(&builder, x, 10, scale: 1, endsInReLU: false)
        x = builder.convolution(x, filters: 1536, kernel: Extent(1), name: "conv_7b")
        x = builder.batchNormalisation(x, hasScale: false, name: "conv_7b_bn")
        x = builder.activation(x, .relu, name: "conv_7b_ac")
        return try builder.graph()
    }

    private typealias Layer = GraphBuilder.Layer

    /// Brings the concatenated branches back to the width of `x`, and adds a fraction of them.
    private static func residual(
        _ builder: inout GraphBuilder, _ x: Layer, _ branches: [Layer], name: String, scale: Float,
        endsInReLU: Bool = true
    ) -> Layer {
        let mixed = builder.concatenation(branches, name: "\(name)_mixed")
        let up = builder.convolution(
            mixed, filters: x.channels, kernel: Extent(1), hasBias: true, name: "\(name)_conv")
        let sum = builder.residual(x, plus: up, scale: scale, name: name)
        return endsInReLU ? builder.activation(sum, .relu, name: "\(name)_ac") : sum
    }

    private static func block35(_ builder: inout GraphBuilder, _ x: Layer, _ number: Int) -> Layer {
        let branches = [
            builder.inceptionUnit(x, 32, Extent(1)),
            builder.inceptionChain(x, [(32, Extent(1)), (32, Extent(3))]),
            builder.inceptionChain(x, [(32, Extent(1)), (48, Extent(3)), (64, Extent(3))]),
        ]
        return residual(&builder, x, branches, name: "block35_\(number)", scale: 0.17)
    }

    private static func mixed6a(_ builder: inout GraphBuilder, _ x: Layer) -> Layer {
        let first = builder.inceptionReduction(x, 384)
        let second = builder.inceptionReduction(builder.inceptionChain(x, [(256, Extent(1)), (256, Extent(3))]), 384)
        let pooled = builder.maximumPooling(x, window: 3, stride: 2, padding: .valid)
        return builder.concatenation([first, second, pooled], name: "mixed_6a")
    }

    private static func block17(_ builder: inout GraphBuilder, _ x: Layer, _ number: Int) -> Layer {
        let branches = [
            builder.inceptionUnit(x, 192, Extent(1)),
            builder.inceptionChain(
                x, [(128, Extent(1)), (160, Extent(height: 1, width: 7)), (192, Extent(height: 7, width: 1))]),
        ]
        return residual(&builder, x, branches, name: "block17_\(number)", scale: 0.1)
    }

    private static func mixed7a(_ builder: inout GraphBuilder, _ x: Layer) -> Layer {
        let first = builder.inceptionReduction(builder.inceptionUnit(x, 256, Extent(1)), 384)
        let second = builder.inceptionReduction(builder.inceptionUnit(x, 256, Extent(1)), 288)
        let third = builder.inceptionReduction(builder.inceptionChain(x, [(256, Extent(1)), (288, Extent(3))]), 320)
        let pooled = builder.maximumPooling(x, window: 3, stride: 2, padding: .valid)
        return builder.concatenation([first, second, third, pooled], name: "mixed_7a")
    }

    private static func block8(
        _ builder: inout GraphBuilder, _ x: Layer, _ number: Int, scale: Float, endsInReLU: Bool
    ) -> Layer {
        let branches = [
            builder.inceptionUnit(x, 192, Extent(1)),
            builder.inceptionChain(
                x, [(192, Extent(1)), (224, Extent(height: 1, width: 3)), (256, Extent(height: 3, width: 1))]),
        ]
        return residual(
            &builder, x, branches, name: "block8_\(number)", scale: scale, endsInReLU: endsInReLU)
    }
}
