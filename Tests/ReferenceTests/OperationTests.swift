import Graphs
import Reference
import Testing

/// Operations in plain loops against figures worked out by hand.
@Suite struct OperationTests {
    /// Two channels of 2 x 2 pixels.
    private static let picture = FeatureMaps(channels: 2, pictures: 1, height: 2, width: 2, values: [1, 2, 3, 4, -1, -2, 5, -8])

    private func result(_ operation: Graphs.Operation, on picture: FeatureMaps = picture, _ tensors: [TensorRole: [Float]] = [:])
        throws -> [Float]
    {
        let shape = Shape.maps(channels: picture.channels, size: Extent(height: picture.height, width: picture.width))
        let graph = try Graph(layers: [.init("input", .input(shape), inputs: []), .init("node", operation, inputs: [0])])
        return GraphInterpreter.run(graph, on: [picture], outputs: [1]) { tensor, _ in tensors[tensor.name.role] ?? [] }[0].values
    }

    @Test func channelsAreChosenMovedAndShifted() throws {
        #expect(try result(.selection([1, 0])) == [-1, -2, 5, -8, 1, 2, 3, 4])
        #expect(try result(.channelSlice(first: 1, count: 1)) == [-1, -2, 5, -8])
        #expect(try result(.shift, [.bias: [1, 10]]) == [2, 3, 4, 5, 9, 8, 15, 2])
        #expect(try result(.parametricReLU, [.slope: [9, 0.5]]) == [1, 2, 3, 4, -0.5, -1, 5, -4])
        #expect(try result(.normalisation, [.mean: [1, 0], .variance: [4, 1]]) == [0, 0.5, 1, 1.5, -1, -2, 5, -8])
    }

    @Test func groupsSeeTheirOwnChannels() throws {
        // Filter 0 doubles channel 0, filter 1 negates channel 1.
        let convolution = Convolution(filters: 2, window: Window(Extent(1)), groups: 2)
        #expect(try result(.convolution(convolution), [.depthwiseKernel: [2, -1]]) == [2, 4, 6, 8, 1, 2, -5, 8])
        let doubled = Convolution(filters: 2, window: Window(Extent(1)), hasBias: true, hasSteps: true)
        let whole: [TensorRole: [Float]] = [.kernel: [1, 0, 0, 2], .steps: [0.5, 1], .bias: [0, 1]]
        #expect(try result(.convolution(doubled), whole) == [0.5, 1, 1.5, 2, -1, -3, 11, -15])
    }

    @Test func dilatedWindowsSkipPixels() throws {
        let row = FeatureMaps(channels: 1, pictures: 1, height: 1, width: 5, values: [1, 2, 3, 4, 5])
        let window = Window(Extent(height: 1, width: 2), dilation: Extent(height: 1, width: 3))
        let kernel: [TensorRole: [Float]] = [.kernel: [1, 10]]
        #expect(try result(.convolution(Convolution(filters: 1, window: window)), on: row, kernel) == [41, 52])
    }

    @Test func meansOfWindowsCountTheBorderOrNot() throws {
        let window = Window(Extent(2), stride: Extent(2), padding: .around(1))
        #expect(try result(.averagePooling(window)) == [1, 2, 3, 4, -1, -2, 5, -8])
        #expect(try result(.averagePooling(window, countsBorder: true)) == [0.25, 0.5, 0.75, 1, -0.25, -0.5, 1.25, -2])
        let wide = FeatureMaps(channels: 1, pictures: 1, height: 1, width: 5, values: [1, 2, 3, 4, 5])
        // Cells 0 to 1, 1 to 3 and 3 to 4, as PyTorch divides five pixels by three.
        #expect(try result(.adaptiveAveragePooling(Extent(height: 1, width: 3)), on: wide) == [1.5, 3, 4.5])
        #expect(try result(.globalAveragePooling) == [2.5, -1.5])
    }

    @Test func vectorsAreMultipliedAndBecomeProbabilities() throws {
        let layers: [Graph.Layer] = [
            .init("input", .input(.maps(channels: 2, size: Extent(2))), inputs: []), .init("flat", .flatten, inputs: [0]),
            .init("units", .dense(units: 2, hasBias: true), inputs: [1]), .init("answer", .softmax, inputs: [2]),
        ]
        let graph = try Graph(layers: layers)
        let kernel = (0..<16).map { Float($0 % 2) / 8 }
        let found = GraphInterpreter.run(graph, on: [Self.picture], outputs: [1, 2, 3]) { tensor, _ in
            tensor.name.role == .kernel ? kernel : [1, 0.5]
        }
        #expect(found[0].values == Self.picture.values)
        #expect(found[1].values == [1, 1])
        #expect(found[2].values == [0.5, 0.5])
    }

    @Test func neighboursAmongChannelsDampOneAnother() throws {
        let pixel = FeatureMaps(channels: 3, pictures: 1, height: 1, width: 1, values: [1, 2, 4])
        let found = try result(.localResponseNormalisation(size: 3, alpha: 3, beta: 1, bias: 1), on: pixel)
        let expected: [Float] = [1 / 6, 2 / 22, 4 / 21]
        #expect(found == expected)
    }

    @Test func roundingGoesToTheNearestEvenMultiple() {
        let rounding = Rounding(limit: 127, isSigned: true)
        let values: [Float] = [0.5, 1.5, -0.5, 300, -300]
        #expect(values.map { rounding.nearest(to: $0) } == [0, 2, 0, 127, -128])
        #expect(Rounding(limit: 255, isSigned: false).nearest(to: -3) == 0)
    }

    @Test(
        arguments: [
            (Activation.linear, -2, -2), (.relu, -2, 0), (.relu6, 7, 6), (.elu, -1, -0.6321206), (.gelu, 1, 0.8413447),
            (.swish, 1, 0.7310586), (.tanh, 1, 0.7615942), (.sigmoid, 0, 0.5),
        ] as [(Activation, Float, Float)])
    func functionsHaveTheirValues(function: Activation, x: Float, y: Float) {
        #expect(abs(function(x) - y) < 1e-6)
    }
}
