import Graphs

extension Network {
    /// VGG16 (Simonyan and Zisserman 2015).
    public static let vgg16 = Network(
        name: "vgg16", standardTaps: ["block5_pool"], geometry: .border(side: 224), values: .caffe, twin: .keras
    ) { _ throws(GraphError) in try VGG.graph(convolutions: [2, 2, 3, 3, 3]) }
}

/// The VGG networks without their classifier (Simonyan and Zisserman 2015), with the layers of Keras.
///
/// In Keras the ReLU is part of the convolution. Here `block1_conv1` is the sum before it, and `block1_conv1_relu` is what
/// Keras calls `block1_conv1`.
enum VGG {
    static let family = NetworkFamily([.vgg16])

    /// The graph with the given number of convolutions before each pooling, up to the last pooling.
    static func graph(convolutions: [Int]) throws(GraphError) -> Graph {
        var (builder, x) = GraphBuilder.starting()
        for (block, count) in zip(1..., convolutions) {
            for number in 1...count {
                let name = "block\(block)_conv\(number)"
                x = builder.convolution(x, filters: min(512, 32 << block), kernel: Extent(3), hasBias: true, name: name)
                x = builder.activation(x, .relu, name: "\(name)_relu")
            }
            x = builder.maximumPooling(x, window: 2, stride: 2, padding: .valid, name: "block\(block)_pool")
        }
        return try builder.graph()
    }
}
