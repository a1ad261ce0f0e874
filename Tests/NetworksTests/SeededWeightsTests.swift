import Matrices
import Graphs
import Networks
import Reference
import Testing

@Suite struct SeededWeightsTests {
    private let small = Network.mobileNetV1(width: 0.1)

    @Test func aSeedGivesTheSameWeights() throws {
        let first = try small.weighted(.seeded(3))
        #expect(first.kerasLayers == (try small.weighted(.seeded(3))).kerasLayers)
        #expect(first.weightsDigest == "seeded:3")
    }

    @Test func anotherSeedGivesOtherKernels() throws {
        let (first, second) = (
            try small.weighted(.seeded(3)).tensorsByName, try small.weighted(.seeded(4)).tensorsByName
        )
        for (name, values) in first where [.kernel, .depthwiseKernel, .movingVariance].contains(name.role) {
            #expect(second[name] != values, "\(name)")
        }
    }

    /// Taps decide what is computed, and must not decide what it is.
    @Test(arguments: [
        ("mobilenet-v1@0.1", ["conv_pw_3_relu"]), ("mobilenet-v1@0.1", ["conv_dw_9"]),
        ("efficientnet-b0", ["stem_bn"]), ("efficientnet-b0", ["block1a_se_expand"]),
        ("efficientnet-b0", ["block3b_add", "block2a_se_squeeze"]), ("shufflenet-v2@0.5", ["stage2.1", "stage3.2"]),
        ("vgg16", ["block2_pool"]),
    ])
    func aTensorDoesNotDependOnTheTaps(name: String, taps: [String]) throws {
        let network = try Network(named: name)
        let whole = try network.weighted().tensorsByName
        let part = try network.weighted(taps: taps).tensorsByName
        #expect(!part.isEmpty && part.count < whole.count)
        for (name, values) in part { #expect(whole[name] == values, "\(name)") }
    }

    @Test func kernelsAreHeNormal() throws {
        let tensors = try Network.mobileNetV1(width: 1).weighted(taps: ["conv_pw_8"]).tensorsByName
        for (layer, role, fanIn) in [
            ("conv_pw_8", TensorRole.kernel, 512.0), ("conv_dw_8", .depthwiseKernel, 9), ("conv1", .kernel, 27),
        ] {
            let values = try #require(tensors[TensorName(layer: layer, role: role)])
            let count = Double(values.count)
            let mean = values.reduce(0) { $0 + Double($1) } / count
            let square = values.reduce(0) { $0 + Double($1) * Double($1) } / count
            #expect(abs(mean) < 5 * (2 / fanIn / count).squareRoot(), "\(layer)")
            #expect(abs(square / (2 / fanIn) - 1) < 5 * (2 / count).squareRoot(), "\(layer)")
        }
    }

    /// Without normalisations, biases keep sums around 0; else one layer after another rectifies less.
    @Test func biasesTakeTheMeanAwayWhereNothingNormalises() throws {
        let weighted = try Network.vgg16.weighted(taps: ["block2_conv2"])
        let tensors = weighted.tensorsByName
        let last = try #require(weighted.graph.index(named: "block2_conv2"))
        let picture = bandedPicture(height: 64, width: 64)
        let bytes = FeatureMaps(
            channels: 3, pictures: 1, height: 64, width: 64, values: picture.values.map { 255 * $0 - 115 })
        let maps = GraphInterpreter.run(weighted.graph, on: [bytes], border: .periodic, outputs: [last]) { tensor, _ in
            tensors[tensor.name] ?? []
        }
        let means = maps[0].globallyAveraged().values.map(Double.init)
        let square = maps[0].secondMoments().reduce(0, +)
        #expect(means.reduce(0) { $0 + $1 * $1 } < 0.25 * square)
        let normalised = try Network.resNet50.weighted(taps: ["conv1_bn"]).tensorsByName
        #expect(normalised[TensorName(layer: "conv1_conv", role: .bias)]?.allSatisfy { $0 == 0 } == true)
    }

    @Test func theNormalisationHoldsTheVariancesOfImageNet() throws {
        let tensors = try Network.efficientNet(.b0).weighted(taps: ["stem_conv"]).tensorsByName
        #expect(tensors[TensorName(layer: "normalization", role: .mean)] == [0.485, 0.456, 0.406])
        #expect(tensors[TensorName(layer: "normalization", role: .variance)] == [Float(0.229), 0.224, 0.225].map { $0 * $0 })
    }

    @Test(arguments: ["efficientnet-b7", "multigap", "mobilenet-v2", "shufflenet-v2", "resnet-18"])
    func scalesStayBoundedThroughTheWholeNetwork(name: String) throws {
        let network = try Network(named: name)
        let weighted = try network.weighted()
        let tensors = weighted.tensorsByName
        let graph = weighted.graph
        let normalised = graph.nodes.indices.filter { index in
            if case .batchNormalisation = graph.nodes[index].operation {
                true
            } else {
                weighted.taps.contains(graph.nodes[index].name)
            }
        }
        let maps = GraphInterpreter.run(
            graph, on: [bandedPicture(height: 96, width: 128)], outputs: normalised
        ) { tensor, _ in tensors[tensor.name] ?? [] }
        try #require(maps.count == normalised.count && !maps.isEmpty)
        for (index, maps) in zip(normalised, maps) {
            let moments = maps.secondMoments()
            let root = (moments.reduce(0, +) / Double(moments.count)).squareRoot()
            #expect(root > 0.05 && root < 50, "\(graph.nodes[index].name): values of size \(root)")
        }
    }

    /// Bands of colours with some noise: not one of the pictures that the moments are measured on.
    private func bandedPicture(height: Int, width: Int) -> FeatureMaps {
        var stream = RandomStream(seed: 1, name: "banded picture")
        let values = (0..<3 * height * width).map { index in
            let (channel, row, column) = (index / (height * width), index / width % height, index % width)
            return Float((row / 20 + column / 30 + channel) % 4) / 4 + Float(stream.uniform(in: 0...0.2))
        }
        return FeatureMaps(channels: 3, pictures: 1, height: height, width: width, values: values)
    }
}
