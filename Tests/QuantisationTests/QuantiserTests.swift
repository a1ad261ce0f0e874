import Graphs
import Imaging
import Inference
import Matrices
import Networks
import Quantisation
import Testing

@Suite struct QuantiserTests {
    /// Smooth pictures with some noise.
    private static func picture(_ number: Int, side: Int = 96) -> ImageTensor {
        var stream = RandomStream(seed: UInt64(number), name: "picture")
        let (across, down, light) = (stream.uniform(), stream.uniform(), stream.uniform(in: 0.1...0.5))
        let values = (0..<side * side * 3).map { index in
            let (row, column) = (Double(index / 3 / side) / Double(side), Double(index / 3 % side) / Double(side))
            return Float(light + 0.2 * across * column + 0.2 * down * row + stream.uniform(in: 0...0.1))
        }
        return ImageTensor(width: side, height: side, values: values)
    }

    private static let unit = InputDescription(geometry: .asIs, values: .unit)

    private func weighted(_ name: String, taps: [String]?) throws -> WeightedNetwork {
        try WeightedNetwork(Network(named: name), taps: taps, weights: .seeded(1), downsampling: .keras)
    }

    private func quantised(
        _ network: WeightedNetwork, limit: Double, clipping: ClippingRule = .percentile(100), side: Int = 96
    ) throws -> QuantisedNetwork {
        let settings = QuantisationSettings(clipping: clipping, limit: limit, precision: .float32)
        let quantiser = try Quantiser(network, input: Self.unit, settings: settings, threads: 2)
        return try quantiser.run(
            calibrating: 6, photograph: { Self.picture($0, side: side) },
            measuring: (6..<9).map { Self.picture($0, side: side) }, progress: { _ in })
    }

    @Test(arguments: [ClippingRule.percentile(100), .percentile(99.999), .divergence])
    func featuresStayNear(clipping: ClippingRule) throws {
        let network = try weighted("mobilenet-v1@0.25", taps: ["conv_pw_3_relu", "conv_pw_6_relu"])
        let result = try quantised(network, limit: 100, clipping: clipping)
        #expect(result.floatLayers.isEmpty && result.quantisedLayers == 13)
        #expect(result.errors.allSatisfy { $0 > 0 && $0 < 0.1 }, "\(result.errors)")
        #expect(result.errorsWithoutQuantising.allSatisfy { $0 < 1e-5 })
    }

    @Test func layersGoBackUntilTheLimitIsMet() throws {
        let network = try weighted("mobilenet-v1@0.25", taps: ["conv_pw_3_relu", "conv_pw_6_relu"])
        let all = try quantised(network, limit: 100)
        let limit = 50 * (all.errors.max() ?? 0)
        let some = try quantised(network, limit: limit)
        #expect(some.errors.allSatisfy { $0 <= limit / 100 }, "\(some.errors)")
        #expect(!some.floatLayers.isEmpty && some.quantisedLayers > 0)
        #expect(some.floatLayers.count + some.quantisedLayers == 13)
        #expect(throws: QuantisationError.limitTooLow(limit: 1e-6)) { try quantised(network, limit: 1e-6) }
    }

    @Test func residualsPoolingsAndBranchesAreUnderstood() throws {
        let network = try weighted("multigap", taps: ["mixed_5b", "block35_2_mixed"])
        let result = try quantised(network, limit: 100, side: 128)
        #expect(result.errors.allSatisfy { $0 < 0.1 }, "\(result.errors)")
    }

    /// What rounded kernels lose is much alike for all pictures.
    @Test func theCorrectionBringsFeaturesNearer() throws {
        let network = try weighted("mobilenet-v1@0.25", taps: ["conv_pw_6_relu"])
        let (pictures, others) = ((0..<8).map { Self.picture($0) }, (8..<12).map { Self.picture($0) })
        let errors = try FeatureErrors(network, correcting: pictures, measuring: others, precision: .float32, threads: 1)
        let uncorrected = try FeatureErrors(network, correcting: [], measuring: others, precision: .float32, threads: 1)
        let kernels = try network.model.foldedConvolutions().reduce(into: [String: RoundedKernel]()) { kernels, convolution in
            let input = try #require(network.graph.index(named: convolution.input))
            let moments = ChannelMoments(channels: network.graph.nodes[input].channels, isDiagonal: convolution.isDepthwise)
            kernels[convolution.name] = try KernelRounding(convolution: convolution, moments: moments).rounded()
        }
        let layers = try network.model.foldingDraft().rounding(kernels, roundings: [:], readings: []).model()
        let (corrected, plain) = (try errors.measured(layers), try uncorrected.measured(layers))
        #expect(corrected.correction?.count == network.columns && plain.correction == nil)
        #expect(corrected.errors[0] > 0 && corrected.errors[0] < 0.8 * plain.errors[0])
    }

    @Test func gatesAreRefused() throws {
        let network = try weighted("efficientnet-b0", taps: ["block1a_activation"])
        let settings = QuantisationSettings(clipping: .divergence, limit: 2, precision: .float32)
        #expect(throws: QuantisationError.noGain(network: "efficientnet-b0")) {
            try Quantiser(network, input: Self.unit, settings: settings, threads: 1)
        }
    }

    @Test func errorsAreSharesOfEachTap() {
        let errors = FeatureErrors.relative([0, 1, 0, 0], to: [3, 5, 1, 0], widths: [2, 1, 1])
        #expect(abs(errors[0] - (1 / 34.0).squareRoot()) < 1e-9 && errors[1] == 0 && errors[2] == 0)
    }
}

@Suite struct RoundingPlacesTests {
    private func graph(_ name: String) throws -> Graph {
        try Network(named: name).graph(downsampling: .keras)
    }

    @Test func branchesThatMeetShareTheirSteps() throws {
        let graph = try graph("multigap")
        let places = RoundingPlaces(graph, convolutions: ["block35_1_conv"])
        let mixed = try #require(graph.index(named: "block35_1_mixed"))
        #expect(places.groups == [graph.nodes[mixed].inputs.map { graph.nodes[$0].name }])
        #expect(places.readings.contains(Reading(source: "block35_1_mixed", reader: "block35_1_conv")))
    }

    @Test func nothingNegativeComesOutOfReLUs() throws {
        let graph = try graph("multigap")
        let mixed = try #require(graph.index(named: "mixed_6a")), sum = try #require(graph.index(named: "block35_1"))
        #expect(graph.isNonNegative(mixed, inputIs: false))
        #expect(!graph.isNonNegative(sum, inputIs: true))
        #expect(graph.isNonNegative(0, inputIs: true) && !graph.isNonNegative(0, inputIs: false))
    }
}

@Suite struct KernelRoundingTests {
    /// Maps whose channels are all the same picture: what one weight adds another takes back.
    @Test func errorsAreTakenBackByLaterWeights() throws {
        let (channels, side) = (16, 12)
        var stream = RandomStream(seed: 3, name: "rounding")
        let plane = (0..<side * side).map { _ in Float(stream.uniform(in: 0...1)) }
        let values = (0..<channels).flatMap { _ in plane }
        var moments = ChannelMoments(channels: channels, isDiagonal: false)
        values.withUnsafeBufferPointer { values in
            moments.add(MapEngine.Map(channels: channels, height: side, width: side, values: values))
        }
        let kernel = (0..<4 * channels).map { _ in Float(stream.normal()) }
        let convolution = FoldedConvolution(
            name: "bn", layer: "conv", input: "input", shape: [4, channels, 1, 1], isDepthwise: false, kernel: kernel,
            bias: [0, 0, 0, 0])
        let rounded = try KernelRounding(convolution: convolution, moments: moments).rounded()
        for filter in 0..<4 {
            let row = filter * channels..<(filter + 1) * channels
            let exact = kernel[row].reduce(0, +)
            let found = rounded.values[row].reduce(Float(0)) { $0 + Float($1) * rounded.steps[filter] }
            #expect(abs(found - exact) < 0.6 * rounded.steps[filter], "the sum of a filter")
            // The bias takes back the mean of what is left.
            let mean = plane.reduce(0, +) / Float(plane.count)
            #expect(abs((found - exact) * mean + rounded.bias[filter]) < 1e-4)
        }
    }
}
