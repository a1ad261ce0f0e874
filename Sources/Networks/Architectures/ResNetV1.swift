import Graphs

extension Network {
    /// ResNet-50 of the paper (He, Zhang, Ren and Sun 2016), as in Keras.
    public static let resNet50 = Network(
        name: "resnet-50", standardTaps: ["conv5_block3_out"], geometry: .border(side: 224), values: .caffe,
        twin: .keras
    ) { _ throws(GraphError) in try ResNetV1.graph(blocks: [3, 4, 6, 3]) }
}

/// Residual networks of bottlenecks without the classifier (He, Zhang, Ren and Sun 2016), with the layers of Keras.
///
/// The first convolution of the first bottleneck of a stage has stride 2. In torchvision's networks (`ResNet`) it is the
/// second, and there are no biases. The weights of one do not fit the other.
enum ResNetV1 {
    static let family = NetworkFamily([.resNet50])

    private static let epsilon: Float = 1.001e-5

    /// The graph with the given number of bottlenecks in each stage.
    static func graph(blocks: [Int]) throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = builder.convolution(
            input, filters: 64, kernel: Extent(7), stride: 2, padding: .around(3), hasBias: true, name: "conv1_conv")
        x = builder.batchNormalisation(x, epsilon: epsilon, name: "conv1_bn")
        x = builder.activation(x, .relu, name: "conv1_relu")
        // Keras pads with zeros, which are never larger than values after ReLU.
        x = builder.maximumPooling(x, window: 3, stride: 2, padding: .around(1), name: "pool1_pool")
        for (stage, count) in zip(2..., blocks) {
            for number in 1...count {
                x = bottleneck(
                    &builder, x, width: 16 << stage, stride: number == 1 && stage > 2 ? 2 : 1, isFirst: number == 1,
                    "conv\(stage)_block\(number)")
            }
        }
        return try builder.graph()
    }

    private static func normalised(
        _ builder: inout GraphBuilder, _ x: GraphBuilder.Layer, filters: Int, kernel: Int, stride: Int, _ name: String
    ) -> GraphBuilder.Layer {
        let sum = builder.convolution(
            x, filters: filters, kernel: Extent(kernel), stride: stride, padding: .around(kernel / 2), hasBias: true,
            name: "\(name)_conv")
        return builder.batchNormalisation(sum, epsilon: epsilon, name: "\(name)_bn")
    }

    private static func bottleneck(
        _ builder: inout GraphBuilder, _ input: GraphBuilder.Layer, width: Int, stride: Int, isFirst: Bool,
        _ name: String
    ) -> GraphBuilder.Layer {
        let shortcut =
            isFirst
            ? normalised(&builder, input, filters: 4 * width, kernel: 1, stride: stride, "\(name)_0") : input
        var x = normalised(&builder, input, filters: width, kernel: 1, stride: stride, "\(name)_1")
        x = builder.activation(x, .relu, name: "\(name)_1_relu")
        x = normalised(&builder, x, filters: width, kernel: 3, stride: 1, "\(name)_2")
        x = builder.activation(x, .relu, name: "\(name)_2_relu")
        x = normalised(&builder, x, filters: 4 * width, kernel: 1, stride: 1, "\(name)_3")
        let sum = builder.residual(shortcut, plus: x, name: "\(name)_add")
        return builder.activation(sum, .relu, name: "\(name)_out")
    }
}
