import Graphs

extension Network {
    /// InceptionV3 (Szegedy, Vanhoucke, Ioffe, Shlens and Wojna 2016).
    public static let inceptionV3 = Network(
        name: "inception-v3", standardTaps: ["mixed10"], geometry: .border(side: 299), values: .signed,
        minimumSide: 75, twin: .keras
    ) { _ throws(GraphError) in try InceptionV3.graph() }
}

/// InceptionV3 without its classifier (Szegedy, Vanhoucke, Ioffe, Shlens and Wojna 2016), with the layers of Keras.
///
/// Every convolution is followed by batch normalisation without a scale and by ReLU.
enum InceptionV3 {
    static let family = NetworkFamily([.inceptionV3])

    private typealias Layer = GraphBuilder.Layer

    private static let row3 = Extent(height: 1, width: 3)
    private static let column3 = Extent(height: 3, width: 1)
    private static let row7 = Extent(height: 1, width: 7)
    private static let column7 = Extent(height: 7, width: 1)

    static func graph() throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = builder.inceptionStem(input)
        for (number, pooled) in [32, 64, 64].enumerated() {
            x = builder.inceptionModule(x, first: 64, pooled: pooled, name: "mixed\(number)")
        }
        x = mixed3(&builder, x)
        for (number, width) in zip(4..., [128, 160, 160, 192]) {
            x = factorised(&builder, x, width: width, "mixed\(number)")
        }
        x = mixed8(&builder, x)
        for number in 0..<2 { x = coarse(&builder, x, number) }
        return try builder.graph()
    }

    private static func mixed3(_ builder: inout GraphBuilder, _ x: Layer) -> Layer {
        let first = builder.inceptionReduction(x, 384)
        let second = builder.inceptionReduction(builder.inceptionChain(x, [(64, Extent(1)), (96, Extent(3))]), 96)
        let third = builder.maximumPooling(x, window: 3, stride: 2, padding: .valid)
        return builder.concatenation([first, second, third], name: "mixed3")
    }

    /// The module for maps of 17 x 17, with kernels of side 7 split into a row and a column.
    private static func factorised(
        _ builder: inout GraphBuilder, _ x: Layer, width: Int, _ name: String
    ) -> Layer {
        let branches = [
            builder.inceptionUnit(x, 192, Extent(1)),
            builder.inceptionChain(x, [(width, Extent(1)), (width, row7), (192, column7)]),
            builder.inceptionChain(
                x, [(width, Extent(1)), (width, column7), (width, row7), (width, column7), (192, row7)]),
            builder.inceptionPooling(x, 192),
        ]
        return builder.concatenation(branches, name: name)
    }

    private static func mixed8(_ builder: inout GraphBuilder, _ x: Layer) -> Layer {
        let first = builder.inceptionReduction(builder.inceptionUnit(x, 192, Extent(1)), 320)
        let factorised = builder.inceptionChain(x, [(192, Extent(1)), (192, row7), (192, column7)])
        let second = builder.inceptionReduction(factorised, 192)
        let third = builder.maximumPooling(x, window: 3, stride: 2, padding: .valid)
        return builder.concatenation([first, second, third], name: "mixed8")
    }

    /// The module for maps of 8 x 8, with kernels of side 3 split into a row next to a column.
    private static func coarse(_ builder: inout GraphBuilder, _ x: Layer, _ number: Int) -> Layer {
        let first = builder.inceptionUnit(x, 320, Extent(1))
        let second = crossed(&builder, builder.inceptionUnit(x, 384, Extent(1)), "mixed9_\(number)")
        let third = crossed(&builder, builder.inceptionChain(x, [(448, Extent(1)), (384, Extent(3))]), nil)
        let fourth = builder.inceptionPooling(x, 192)
        return builder.concatenation([first, second, third, fourth], name: "mixed\(9 + number)")
    }

    private static func crossed(_ builder: inout GraphBuilder, _ x: Layer, _ name: String?) -> Layer {
        let branches = [builder.inceptionUnit(x, 384, row3), builder.inceptionUnit(x, 384, column3)]
        return builder.concatenation(branches, name: name)
    }
}
