import Graphs

extension Network {
    /// GoogLeNet, also known as InceptionV1.
    ///
    /// The transforms of torchvision and the first step of its network together make pixels `signed`. Published by Szegedy et
    /// al. (2015).
    public static let inceptionV1 = Network(
        name: "inception-v1", standardTaps: ["inception5b"], geometry: .resizedCrop(shorterSide: 256, side: 224),
        values: .signed, twin: .torchvision, classifiers: ["fc", "aux1", "aux2"]
    ) { _ throws(GraphError) in try InceptionV1.graph() }
}

/// InceptionV1, or GoogLeNet, without its classifiers, with the layers of torchvision.
///
/// They have batch normalisation, and kernels of side 3 where the paper has 5. The output of a module has the module's name,
/// such as `inception3a`. Published by Szegedy et al. (2015).
enum InceptionV1 {
    static let family = NetworkFamily([.inceptionV1])

    /// The filters of a module: 1 x 1; before and in the 3 x 3; before and in the second 3 x 3; after the pooling.
    private typealias Filters = (Int, (Int, Int), (Int, Int), Int)
    private typealias Layer = GraphBuilder.Layer

    private static let modules: [(String, Filters)] = [
        ("3a", (64, (96, 128), (16, 32), 32)), ("3b", (128, (128, 192), (32, 96), 64)),
        ("4a", (192, (96, 208), (16, 48), 64)), ("4b", (160, (112, 224), (24, 64), 64)),
        ("4c", (128, (128, 256), (24, 64), 64)), ("4d", (112, (144, 288), (32, 64), 64)),
        ("4e", (256, (160, 320), (32, 128), 128)), ("5a", (256, (160, 320), (32, 128), 128)),
        ("5b", (384, (192, 384), (48, 128), 128)),
    ]

    /// The poolings after modules, by number and window.
    private static let poolings = ["3b": (3, 3), "4e": (4, 2)]

    static func graph() throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = unit(&builder, input, 64, kernel: 7, stride: 2, "conv1")
        x = pooling(&builder, x, number: 1, window: 3)
        x = unit(&builder, x, 64, kernel: 1, "conv2")
        x = unit(&builder, x, 192, kernel: 3, "conv3")
        x = pooling(&builder, x, number: 2, window: 3)
        for (name, filters) in modules {
            x = module(&builder, x, filters, "inception\(name)")
            if let (number, window) = poolings[name] { x = pooling(&builder, x, number: number, window: window) }
        }
        return try builder.graph()
    }

    /// Convolution, batch normalisation, ReLU.
    private static func unit(
        _ builder: inout GraphBuilder, _ x: Layer, _ filters: Int, kernel: Int, stride: Int = 1, _ name: String
    ) -> Layer {
        let sums = builder.convolution(
            x, filters: filters, kernel: Extent(kernel), stride: stride, padding: .around(kernel / 2),
            name: "\(name).conv")
        return builder.activation(builder.batchNormalisation(sums, name: "\(name).bn"), .relu, name: name)
    }

    private static func pooling(_ builder: inout GraphBuilder, _ x: Layer, number: Int, window: Int) -> Layer {
        builder.maximumPooling(x, window: window, stride: 2, padding: .ceiling, name: "maxpool\(number)")
    }

    private static func module(
        _ builder: inout GraphBuilder, _ x: Layer, _ filters: Filters, _ name: String
    ) -> Layer {
        let first = unit(&builder, x, filters.0, kernel: 1, "\(name).branch1")
        var second = unit(&builder, x, filters.1.0, kernel: 1, "\(name).branch2.0")
        second = unit(&builder, second, filters.1.1, kernel: 3, "\(name).branch2.1")
        var third = unit(&builder, x, filters.2.0, kernel: 1, "\(name).branch3.0")
        third = unit(&builder, third, filters.2.1, kernel: 3, "\(name).branch3.1")
        var fourth = builder.maximumPooling(x, window: 3, stride: 1, padding: .around(1), name: "\(name).branch4.0")
        fourth = unit(&builder, fourth, filters.3, kernel: 1, "\(name).branch4.1")
        return builder.concatenation([first, second, third, fourth], name: name)
    }
}
