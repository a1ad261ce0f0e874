import Graphs

extension Network {
    /// ResNet-18 (He, Zhang, Ren and Sun 2016).
    public static let resNet18 = residual("resnet-18", tap: "layer4.1", blocks: [2, 2, 2, 2], isBottleneck: false)

    /// ResNet-50 with the stride of each stage in its 3 x 3 convolution, known as version 1.5.
    public static let resNet50Version15 = residual(
        "resnet-50-v1.5", tap: "layer4.2", blocks: [3, 4, 6, 3], isBottleneck: true)

    private static func residual(_ name: String, tap: String, blocks: [Int], isBottleneck: Bool) -> Network {
        Network(
            name: name, standardTaps: [tap], geometry: .resizedCrop(shorterSide: 256, side: 224), values: .imagenet,
            twin: .torchvision, classifiers: ["fc"]
        ) { _ throws(GraphError) in try ResNet.graph(blocks: blocks, isBottleneck: isBottleneck) }
    }
}

/// Residual networks without the classifier (He, Zhang, Ren and Sun 2016), with the layers of torchvision.
///
/// The output of a block has the block's name, such as `layer1.0`.
enum ResNet {
    static let family = NetworkFamily([.resNet18, .resNet50Version15])

    private static let epsilon: Float = 1e-5

    private typealias Layer = GraphBuilder.Layer

    /// The graph with the given number of blocks in each of the four stages.
    static func graph(blocks: [Int], isBottleneck: Bool) throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = normalised(&builder, input, filters: 64, kernel: 7, stride: 2, "conv1", "bn1")
        x = builder.activation(x, .relu, name: "relu")
        x = builder.maximumPooling(x, window: 3, stride: 2, padding: .around(1), name: "maxpool")
        for (stage, count) in zip(1..., blocks) {
            for number in 0..<count {
                x = block(
                    &builder, x, width: 32 << stage, stride: number == 0 && stage > 1 ? 2 : 1,
                    isBottleneck: isBottleneck, "layer\(stage).\(number)")
            }
        }
        return try builder.graph()
    }

    private static func normalised(
        _ builder: inout GraphBuilder, _ x: Layer, filters: Int, kernel: Int, stride: Int, _ convolution: String,
        _ normalisation: String
    ) -> Layer {
        let sum = builder.convolution(
            x, filters: filters, kernel: Extent(kernel), stride: stride, padding: .around(kernel / 2),
            name: convolution)
        return builder.batchNormalisation(sum, epsilon: epsilon, name: normalisation)
    }

    /// Two convolutions 3 x 3, or in a bottleneck 1 x 1, 3 x 3 and 1 x 1; the input is added to the result.
    private static func block(
        _ builder: inout GraphBuilder, _ input: Layer, width: Int, stride: Int, isBottleneck: Bool, _ name: String
    ) -> Layer {
        let filters = isBottleneck ? [width, width, 4 * width] : [width, width]
        let kernels = isBottleneck ? [1, 3, 1] : [3, 3]
        let strided = isBottleneck ? 1 : 0
        var x = input
        for position in filters.indices {
            let number = position + 1
            x = normalised(
                &builder, x, filters: filters[position], kernel: kernels[position],
                stride: position == strided ? stride : 1, "\(name).conv\(number)", "\(name).bn\(number)")
            if number < filters.count { x = builder.activation(x, .relu, name: "\(name).relu\(number)") }
        }
        var shortcut = input
        if stride > 1 || input.channels != x.channels {
            shortcut = normalised(
                &builder, input, filters: x.channels, kernel: 1, stride: stride, "\(name).downsample.0",
                "\(name).downsample.1")
        }
        return builder.activation(builder.residual(shortcut, plus: x, name: "\(name).add"), .relu, name: name)
    }
}
