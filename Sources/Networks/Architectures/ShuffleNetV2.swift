import Graphs

extension Network {
    /// ShuffleNetV2 of width 0.5, 1, 1.5 or 2 (Ma, Zhang, Zheng and Sun 2018).
    public static func shuffleNetV2(_ scale: ShuffleNetV2) -> Network {
        Network(
            name: scale == .x10 ? "shufflenet-v2" : "shufflenet-v2@\(scale.width)", standardTaps: ["conv5.2"],
            geometry: .resizedCrop(shorterSide: scale.shorterSide, side: 224), values: .imagenet, twin: .torchvision,
            classifiers: ["fc"]
        ) { _ throws(GraphError) in try scale.graph() }
    }
}

/// ShuffleNetV2 without the classifier (Ma, Zhang, Zheng and Sun 2018), with the layers of torchvision.
///
/// The output of a unit has the unit's name, such as `stage2.0`.
public enum ShuffleNetV2: Sendable, CaseIterable {
    /// The widths, in tenths: 0.5, 1, 1.5 and 2.
    case x05, x10, x15, x20

    static let family = NetworkFamily(
        allCases.map(Network.shuffleNetV2),
        widths: .init(name: "shufflenet-v2", expected: "0.5, 1, 1.5 or 2") { width in
            allCases.first { $0.width == width }.map(Network.shuffleNetV2)
        })

    var width: Double {
        switch self {
        case .x05: 0.5
        case .x10: 1
        case .x15: 1.5
        case .x20: 2
        }
    }

    /// The shorter side of a picture before its middle is cut out.
    ///
    /// The two narrow networks and the two wide ones were trained by different people.
    fileprivate var shorterSide: Int { width > 1 ? 232 : 256 }

    /// The numbers of channels after each of the three stages and after the last convolution.
    private var channels: (stages: [Int], last: Int) {
        switch self {
        case .x05: ([48, 96, 192], 1024)
        case .x10: ([116, 232, 464], 1024)
        case .x15: ([176, 352, 704], 1024)
        case .x20: ([244, 488, 976], 2048)
        }
    }

    private static let unitsByStage = [4, 8, 4]
    private static let epsilon: Float = 1e-5

    private typealias Layer = GraphBuilder.Layer

    fileprivate func graph() throws(GraphError) -> Graph {
        var (builder, input) = GraphBuilder.starting()
        var x = Self.pointwise(&builder, input, filters: 24, kernel: 3, stride: 2, "conv1", 0)
        x = builder.maximumPooling(x, window: 3, stride: 2, padding: .around(1), name: "maxpool")
        for (stage, filters) in zip(2..., channels.stages) {
            x = Self.reducingUnit(&builder, x, filters: filters, "stage\(stage).0")
            for unit in 1..<Self.unitsByStage[stage - 2] { x = Self.unit(&builder, x, "stage\(stage).\(unit)") }
        }
        _ = Self.pointwise(&builder, x, filters: channels.last, "conv5", 0)
        return try builder.graph()
    }

    /// Convolution, batch normalisation and ReLU, which torchvision numbers from `first`.
    private static func pointwise(
        _ builder: inout GraphBuilder, _ x: Layer, filters: Int, kernel: Int = 1, stride: Int = 1, _ name: String,
        _ first: Int
    ) -> Layer {
        var x = builder.convolution(
            x, filters: filters, kernel: Extent(kernel), stride: stride, padding: .around(kernel / 2),
            name: "\(name).\(first)")
        x = builder.batchNormalisation(x, epsilon: epsilon, name: "\(name).\(first + 1)")
        return builder.activation(x, .relu, name: "\(name).\(first + 2)")
    }

    /// A 3 x 3 convolution of each channel and batch normalisation, numbered from `first`.
    private static func depthwise(
        _ builder: inout GraphBuilder, _ x: Layer, stride: Int, _ name: String, _ first: Int
    ) -> Layer {
        let sums = builder.depthwiseConvolution(
            x, kernel: 3, stride: stride, padding: .around(1), name: "\(name).\(first)")
        return builder.batchNormalisation(sums, epsilon: epsilon, name: "\(name).\(first + 1)")
    }

    /// Convolutions 1 x 1, 3 x 3 of each channel, and 1 x 1.
    private static func branch(
        _ builder: inout GraphBuilder, _ x: Layer, filters: Int, stride: Int, _ name: String
    ) -> Layer {
        var x = pointwise(&builder, x, filters: filters, "\(name).branch2", 0)
        x = depthwise(&builder, x, stride: stride, "\(name).branch2", 3)
        return pointwise(&builder, x, filters: filters, "\(name).branch2", 5)
    }

    /// Both branches see all channels at half the resolution.
    private static func reducingUnit(
        _ builder: inout GraphBuilder, _ input: Layer, filters: Int, _ name: String
    ) -> Layer {
        var first = depthwise(&builder, input, stride: 2, "\(name).branch1", 0)
        first = pointwise(&builder, first, filters: filters / 2, "\(name).branch1", 2)
        let second = branch(&builder, input, filters: filters / 2, stride: 2, name)
        return shuffled(&builder, [first, second], name)
    }

    /// Half of the channels pass unchanged.
    private static func unit(_ builder: inout GraphBuilder, _ input: Layer, _ name: String) -> Layer {
        let half = input.channels / 2
        let first = builder.channelSlice(input, from: 0, count: half, name: "\(name).first")
        let second = builder.channelSlice(input, from: half, count: half, name: "\(name).second")
        return shuffled(&builder, [first, branch(&builder, second, filters: half, stride: 1, name)], name)
    }

    private static func shuffled(_ builder: inout GraphBuilder, _ branches: [Layer], _ name: String) -> Layer {
        let joined = builder.concatenation(branches, name: "\(name).joined")
        return builder.channelShuffle(joined, groups: 2, name: name)
    }
}
