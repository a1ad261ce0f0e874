import Graphs

/// The layers that EfficientNets and their Lite variants share (Tan and Le 2019): a stem, inverted bottlenecks in seven
/// stages, and a last convolution.
struct EfficientNetLayers {
    /// The factor for numbers of channels.
    let width: Double
    /// The factor for numbers of blocks.
    let depth: Double
    /// Whether stem and last convolution keep their width, and first and last stage their depth, as in Lite variants.
    let keepsEnds: Bool
    /// The function after a batch normalisation.
    let activation: Activation
    /// How convolutions of stride 2 are padded.
    let downsampling: EfficientNet.Downsampling
    /// What the twin calls the layers.
    let names: Names

    private typealias Layer = GraphBuilder.Layer

    /// The names of a convolution and of what follows it.
    struct UnitNames {
        let convolution, normalisation, activation: String
    }

    /// The names of a block's layers.
    struct BlockNames {
        let expansion, depthwise, projection: UnitNames
        /// The prefix of the layers of squeeze and excitation; nil for blocks without.
        let excitation: String?
        let sum: String
    }

    /// The names of all layers but the input.
    struct Names {
        let stem, last: UnitNames
        /// The names of a block's layers, from the number of its stage, its place in the stage, and its place among all
        /// blocks, each counted from 0.
        let block: @Sendable (_ stage: Int, _ position: Int, _ number: Int) -> BlockNames
    }

    private struct Stage {
        let kernel, stride, expansion, channels, repeats: Int
    }

    private static let stages = [
        Stage(kernel: 3, stride: 1, expansion: 1, channels: 16, repeats: 1),
        Stage(kernel: 3, stride: 2, expansion: 6, channels: 24, repeats: 2),
        Stage(kernel: 5, stride: 2, expansion: 6, channels: 40, repeats: 2),
        Stage(kernel: 3, stride: 2, expansion: 6, channels: 80, repeats: 3),
        Stage(kernel: 5, stride: 1, expansion: 6, channels: 112, repeats: 3),
        Stage(kernel: 5, stride: 2, expansion: 6, channels: 192, repeats: 4),
        Stage(kernel: 3, stride: 1, expansion: 6, channels: 320, repeats: 1),
    ]

    private func scaled(channels: Int) -> Int { GraphBuilder.eights(near: Double(channels) * width) }

    private func repeats(ofStage number: Int) -> Int {
        let repeats = Self.stages[number].repeats
        let isEnd = number == 0 || number == Self.stages.count - 1
        return keepsEnds && isEnd ? repeats : Int((depth * Double(repeats)).rounded(.up))
    }

    /// Adds everything after the input.
    func append(to builder: inout GraphBuilder, after input: GraphBuilder.Layer) {
        var x = builder.convolution(
            input, filters: keepsEnds ? 32 : scaled(channels: 32), kernel: Extent(3), stride: 2,
            padding: downsampling.padding(kernel: 3), name: names.stem.convolution)
        x = activated(&builder, x, names.stem)
        var number = 0
        for (stage, shape) in Self.stages.enumerated() {
            for position in 0..<repeats(ofStage: stage) {
                x = block(&builder, x, shape, isFirst: position == 0, names.block(stage, position, number))
                number += 1
            }
        }
        x = builder.convolution(
            x, filters: keepsEnds ? 1280 : scaled(channels: 1280), kernel: Extent(1), name: names.last.convolution)
        _ = activated(&builder, x, names.last)
    }

    private func activated(_ builder: inout GraphBuilder, _ x: Layer, _ names: UnitNames) -> Layer {
        let normalised = builder.batchNormalisation(x, name: names.normalisation)
        return builder.activation(normalised, activation, name: names.activation)
    }

    /// An inverted bottleneck, which has a shortcut if the shapes allow.
    private func block(
        _ builder: inout GraphBuilder, _ input: Layer, _ stage: Stage, isFirst: Bool, _ names: BlockNames
    ) -> Layer {
        let stride = isFirst ? stage.stride : 1
        let channels = scaled(channels: stage.channels)
        var x = input
        if stage.expansion > 1 {
            x = builder.convolution(
                x, filters: input.channels * stage.expansion, kernel: Extent(1), name: names.expansion.convolution)
            x = activated(&builder, x, names.expansion)
        }
        x = builder.depthwiseConvolution(
            x, kernel: stage.kernel, stride: stride,
            padding: stride == 2 ? downsampling.padding(kernel: stage.kernel) : .same,
            name: names.depthwise.convolution)
        x = activated(&builder, x, names.depthwise)
        if let prefix = names.excitation {
            x = excited(&builder, x, reducedTo: max(1, input.channels / 4), prefix)
        }
        x = builder.convolution(x, filters: channels, kernel: Extent(1), name: names.projection.convolution)
        x = builder.batchNormalisation(x, name: names.projection.normalisation)
        guard stride == 1, input.channels == channels else { return x }
        return builder.residual(input, plus: x, name: names.sum)
    }

    /// Squeeze and excitation: a gate for each channel (Hu, Shen and Sun 2018).
    private func excited(
        _ builder: inout GraphBuilder, _ x: Layer, reducedTo width: Int, _ prefix: String
    ) -> Layer {
        var gate = builder.globalAveragePooling(x, name: "\(prefix)squeeze")
        gate = builder.convolution(gate, filters: width, kernel: Extent(1), hasBias: true, name: "\(prefix)reduce")
        gate = builder.activation(gate, activation, name: "\(prefix)reduce_activation")
        gate = builder.convolution(
            gate, filters: x.channels, kernel: Extent(1), hasBias: true, name: "\(prefix)expand")
        gate = builder.activation(gate, .sigmoid, name: "\(prefix)expand_activation")
        return builder.product(x, by: gate, name: "\(prefix)excite")
    }
}
