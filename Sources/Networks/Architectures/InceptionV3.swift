extension Network {
    public static let inceptionV3 = Network(
        name: "inception-v3", standardTaps: ["mixed10"], geometry: .border(side: 299), values: .signed,
        minimumSide: 75, twin: .keras
    ) { _ in InceptionV3.graph() }
}

/// InceptionV3 without its classifier (Szegedy, Vanhoucke, Ioffe, Shlens and Wojna 2016), as Keras lays it out.
///
/// Every convolution is followed by batch normalisation without a scale and by ReLU.
enum InceptionV3 {
    static let family = NetworkFamily([.inceptionV3])

    private typealias Layer = GraphBuilder.Layer

    private static let row3 = Extent(height: 1, width: 3)
    private static let column3 = Extent(height: 3, width: 1)
    private static let row7 = Extent(height: 1, width: 7)
    private static let column7 = Extent(height: 7, width: 1)

    static func graph() -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = stem(&builder, input)
        for (number, pooled) in [32, 64, 64].enumerated() { x = fine(&builder, x, pooled: pooled, "mixed\(number)") }
        x = mixed3(&builder, x)
        for (number, width) in zip(4..., [128, 160, 160, 192]) {
            x = factorised(&builder, x, width: width, "mixed\(number)")
        }
        x = mixed8(&builder, x)
        for number in 0..<2 { x = coarse(&builder, x, number) }
        return builder.graph
    }

    /// Convolution, batch normalisation, ReLU.
    private static func unit(
        _ builder: inout GraphBuilder, _ x: Layer, _ filters: Int, _ kernel: Extent, stride: Int = 1,
        padding: Padding = .same
    ) -> Layer {
        let convolved = builder.convolution(x, filters: filters, kernel: kernel, stride: stride, padding: padding)
        return builder.activation(builder.batchNormalisation(convolved, hasScale: false), .relu)
    }

    /// A chain of units, each given as filters and kernel.
    private static func chain(_ builder: inout GraphBuilder, _ x: Layer, _ units: [(Int, Extent)]) -> Layer {
        units.reduce(x) { unit(&builder, $0, $1.0, $1.1) }
    }

    /// A unit that halves the resolution.
    private static func reducing(_ builder: inout GraphBuilder, _ x: Layer, _ filters: Int) -> Layer {
        unit(&builder, x, filters, Extent(3), stride: 2, padding: .valid)
    }

    private static func pooled(_ builder: inout GraphBuilder, _ x: Layer, _ filters: Int) -> Layer {
        let mean = builder.averagePooling(x, window: 3, stride: 1, padding: .same)
        return unit(&builder, mean, filters, Extent(1))
    }

    private static func stem(_ builder: inout GraphBuilder, _ input: Layer) -> Layer {
        var x = reducing(&builder, input, 32)
        x = unit(&builder, x, 32, Extent(3), padding: .valid)
        x = unit(&builder, x, 64, Extent(3))
        x = builder.maximumPooling(x, window: 3, stride: 2, padding: .valid)
        x = unit(&builder, x, 80, Extent(1), padding: .valid)
        x = unit(&builder, x, 192, Extent(3), padding: .valid)
        return builder.maximumPooling(x, window: 3, stride: 2, padding: .valid)
    }

    /// 35 x 35 for an input of 299 x 299.
    private static func fine(_ builder: inout GraphBuilder, _ x: Layer, pooled filters: Int, _ name: String) -> Layer {
        let branches = [
            unit(&builder, x, 64, Extent(1)),
            chain(&builder, x, [(48, Extent(1)), (64, Extent(5))]),
            chain(&builder, x, [(64, Extent(1)), (96, Extent(3)), (96, Extent(3))]),
            pooled(&builder, x, filters),
        ]
        return builder.concatenation(branches, name: name)
    }

    private static func mixed3(_ builder: inout GraphBuilder, _ x: Layer) -> Layer {
        let first = reducing(&builder, x, 384)
        let second = reducing(&builder, chain(&builder, x, [(64, Extent(1)), (96, Extent(3))]), 96)
        let third = builder.maximumPooling(x, window: 3, stride: 2, padding: .valid)
        return builder.concatenation([first, second, third], name: "mixed3")
    }

    /// 17 x 17, with kernels of side 7 as a row and a column.
    private static func factorised(
        _ builder: inout GraphBuilder, _ x: Layer, width: Int, _ name: String
    ) -> Layer {
        let branches = [
            unit(&builder, x, 192, Extent(1)),
            chain(&builder, x, [(width, Extent(1)), (width, row7), (192, column7)]),
            chain(
                &builder, x,
                [(width, Extent(1)), (width, column7), (width, row7), (width, column7), (192, row7)]),
            pooled(&builder, x, 192),
        ]
        return builder.concatenation(branches, name: name)
    }

    private static func mixed8(_ builder: inout GraphBuilder, _ x: Layer) -> Layer {
        let first = reducing(&builder, unit(&builder, x, 192, Extent(1)), 320)
        let second = reducing(&builder, chain(&builder, x, [(192, Extent(1)), (192, row7), (192, column7)]), 192)
        let third = builder.maximumPooling(x, window: 3, stride: 2, padding: .valid)
        return builder.concatenation([first, second, third], name: "mixed8")
    }

    /// 8 x 8, with kernels of side 3 as a row beside a column.
    private static func coarse(_ builder: inout GraphBuilder, _ x: Layer, _ number: Int) -> Layer {
        let first = unit(&builder, x, 320, Extent(1))
        let second = crossed(&builder, unit(&builder, x, 384, Extent(1)), "mixed9_\(number)")
        let third = crossed(&builder, chain(&builder, x, [(448, Extent(1)), (384, Extent(3))]), nil)
        let fourth = pooled(&builder, x, 192)
        return builder.concatenation([first, second, third, fourth], name: "mixed\(9 + number)")
    }

    private static func crossed(_ builder: inout GraphBuilder, _ x: Layer, _ name: String?) -> Layer {
        let branches = [unit(&builder, x, 384, row3), unit(&builder, x, 384, column3)]
        return builder.concatenation(branches, name: name)
    }
}
