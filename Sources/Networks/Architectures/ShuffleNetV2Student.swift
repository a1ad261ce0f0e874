import Graphs

extension Network {
    /// The small student of MultiGAP in the shape of ShuffleNetV2, with or without the shuffling of channels.
    public static func shuffleNetV2Student(_ shuffle: ShuffleNetV2Student) -> Network {
        Network(
            name: shuffle == .none ? "shufflenet-v2-student" : "shufflenet-v2-student-shuffled",
            standardTaps: ["tail.2"], geometry: .border(side: 600), values: .unit,
            twin: .pytorch(licence: "none published"), classifiers: ["head"]
        ) { _ throws(GraphError) in try shuffle.graph() }
    }
}

/// A narrow network in the shape of ShuffleNetV2 that learns the features of a larger one, without its dense layer.
///
/// It has the layers of a PyTorch module that is made of `Sequential` modules: `stem`, `blocks`, each with the branches
/// `down` and `short` and the list `units`, and `tail`. A `.layer` is a convolution inside a module that pads it. The
/// output of a block has the block's name, such as `blocks.0`.
public enum ShuffleNetV2Student: Sendable, CaseIterable {
    /// Channels stay where they are: half of a block's channels pass all its units unchanged.
    case none
    /// Channels are shuffled before each unit, as in ShuffleNetV2 (Ma, Zhang, Zheng and Sun 2018).
    case standard

    static let family = NetworkFamily(allCases.map(Network.shuffleNetV2Student))

    private typealias Layer = GraphBuilder.Layer

    private static let blocks = [(units: 4, filters: 30), (units: 8, filters: 36), (units: 4, filters: 42)]

    /// The graph, from RGB in [0, 1] to `tail.2`.
    fileprivate func graph() throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = builder.convolution(
            input, filters: 24, kernel: Extent(3), stride: 2, hasBias: true, name: "stem.0.layer")
        x = Self.normalised(&builder, x, "stem", 1)
        x = builder.activation(x, .relu, name: "stem.2")
        x = builder.maximumPooling(x, window: 3, stride: 2, padding: .same, name: "stem.3")
        for (number, (units, filters)) in Self.blocks.enumerated() {
            x = block(&builder, x, units: units, filters: filters, "blocks.\(number)")
        }
        _ = Self.pointwise(&builder, x, filters: 256, "tail", 0)
        return try builder.graph()
    }

    /// Two branches at half the resolution; the units work on one half of the channels.
    private func block(
        _ builder: inout GraphBuilder, _ input: Layer, units: Int, filters: Int, _ name: String
    ) -> Layer {
        let half = filters / 2
        var first = Self.depthwise(&builder, input, stride: 2, "\(name).short", 0)
        first = Self.pointwise(&builder, first, filters: half, "\(name).short", 2)
        var second = Self.unit(&builder, input, filters: half, stride: 2, "\(name).down")
        for number in 0..<units - 1 {
            let unit = "\(name).units.\(number)"
            if self == .standard { (first, second) = Self.shuffled(&builder, first, second, unit) }
            first = Self.unit(&builder, first, filters: half, stride: 1, unit)
        }
        return builder.concatenation([first, second], name: name)
    }

    /// Both halves of the channels after shuffling.
    private static func shuffled(
        _ builder: inout GraphBuilder, _ first: Layer, _ second: Layer, _ name: String
    ) -> (Layer, Layer) {
        let joined = builder.concatenation([first, second], name: "\(name).joined")
        let shuffled = builder.channelShuffle(joined, groups: 2, name: "\(name).shuffled")
        let half = first.channels
        return (
            builder.channelSlice(shuffled, from: 0, count: half, name: "\(name).first"),
            builder.channelSlice(shuffled, from: half, count: half, name: "\(name).second")
        )
    }

    /// Convolutions 1 x 1, 3 x 3 of each channel, and 1 x 1; the number of channels changes in the last one.
    private static func unit(
        _ builder: inout GraphBuilder, _ input: Layer, filters: Int, stride: Int, _ name: String
    ) -> Layer {
        var x = pointwise(&builder, input, filters: input.channels, name, 0)
        x = depthwise(&builder, x, stride: stride, name, 3)
        return pointwise(&builder, x, filters: filters, name, 5)
    }

    /// A 1 x 1 convolution, batch normalisation and ReLU, numbered from `number`.
    private static func pointwise(
        _ builder: inout GraphBuilder, _ x: Layer, filters: Int, _ name: String, _ number: Int
    ) -> Layer {
        var x = builder.convolution(x, filters: filters, kernel: Extent(1), hasBias: true, name: "\(name).\(number)")
        x = normalised(&builder, x, name, number + 1)
        return builder.activation(x, .relu, name: "\(name).\(number + 2)")
    }

    /// A 3 x 3 convolution of each channel and batch normalisation, numbered from `number`.
    private static func depthwise(
        _ builder: inout GraphBuilder, _ x: Layer, stride: Int, _ name: String, _ number: Int
    ) -> Layer {
        let sums = builder.depthwiseConvolution(
            x, kernel: 3, stride: stride, padding: .same, hasBias: true, name: "\(name).\(number).layer")
        return normalised(&builder, sums, name, number + 1)
    }

    private static func normalised(
        _ builder: inout GraphBuilder, _ x: Layer, _ name: String, _ number: Int
    ) -> Layer {
        builder.batchNormalisation(x, epsilon: 1e-3, name: "\(name).\(number)")
    }
}
