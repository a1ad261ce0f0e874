import Foundation
import Graphs
import Kernels
import Matrices
import Reference
import TestSupport
import Testing

/// Plans on maps against plain loops: values, and gradients against differences of the loops' values.
@Suite struct MapPlanTests {
    private static let pictures = 2
    private static let size = Extent(height: 7, width: 6)

    /// Each behind a convolution that gives six maps.
    private static let operations: [(String, [Graph.Layer])] =
        [
            ("convolution", convolution(4, Window(Extent(3), stride: Extent(2), padding: .same))),
            ("row", convolution(3, Window(Extent(height: 1, width: 5), padding: .fixed(before: Extent(0), after: Extent(2))))),
            ("dilated", convolution(3, Window(Extent(2), padding: .around(1), dilation: Extent(2)), hasBias: false)),
            ("grouped", convolution(4, Window(Extent(3)), groups: 2)),
            ("depthwise", convolution(6, Window(Extent(3), stride: Extent(2), padding: .around(1)), groups: 6, hasBias: false)),
            ("stepped", convolution(2, Window(Extent(1)), hasSteps: true)),
            ("normalisation", .normalisation), ("batch normalisation", .batchNormalisation(epsilon: 1e-2, hasScale: true)),
            ("shift", .shift), ("swish", .activation(.swish)), ("relu6", .activation(.relu6)),
            ("parametric ReLU", .parametricReLU),
            ("maximum", .maximumPooling(Window(Extent(3), stride: Extent(2), padding: .ceiling))),
            ("maximum with border", .maximumPooling(Window(Extent(2), stride: Extent(2), padding: .around(1)))),
            ("dilated maximum", .maximumPooling(Window(Extent(2), padding: .around(1), dilation: Extent(2)))),
            ("dilated average", .averagePooling(Window(Extent(2), padding: .around(1), dilation: Extent(3)))),
            ("average", .averagePooling(Window(Extent(3), padding: .same))),
            (
                "average with border",
                .averagePooling(Window(Extent(3), stride: Extent(2), padding: .around(1)), countsBorder: true)
            ),
            ("adaptive", .adaptiveAveragePooling(Extent(height: 3, width: 4))), ("global", .globalAveragePooling),
            ("local response", .localResponseNormalisation(size: 3, alpha: 0.3, beta: 0.75, bias: 1)),
            ("slice", .channelSlice(first: 1, count: 3)), ("shuffle", .channelShuffle(groups: 3)),
            ("selection", .selection([5, 0, 5])),
            ("flatten", .flatten), ("dropout", .dropout(rate: 0.5)),
        ].map { ($0, [Graph.Layer("node", $1, inputs: [1])]) } + [
            ("residual", [.init("node", .sum(scale: 0.2), inputs: [1, 1])]),
            ("concatenation", [.init("node", .concatenation, inputs: [1, 0, 1])]),
            (
                "gate",
                [
                    .init("squeezed", .globalAveragePooling, inputs: [1]), .init("opened", .activation(.sigmoid), inputs: [2]),
                    .init("node", .product, inputs: [1, 3]),
                ]
            ),
        ]

    private static func model(_ layers: [Graph.Layer]) throws -> Model {
        let first: [Graph.Layer] = [
            .init("input", .input(.maps(channels: 3, size: size)), inputs: []),
            .init("stem", convolution(6, Window(Extent(3), padding: .same)), inputs: [0]),
        ]
        let graph = try Graph(layers: first + layers, outputs: [.init("out", node: layers.count + 1)])
        var stream = RandomStream(seed: 9, name: "maps")
        return try Model(
            graph,
            parameters: Parameters(of: graph) { tensor in
                let isVariance = tensor.name.role == .movingVariance || tensor.name.role == .variance
                return (0..<tensor.count).map { _ in Float(isVariance ? stream.uniform(in: 0.5...2) : 0.5 * stream.normal()) }
            })
    }

    private static let input: [Float] = {
        var stream = RandomStream(seed: 5, name: "pixels")
        return (0..<pictures * 3 * size.area).map { _ in Float(stream.normal()) }
    }()

    /// What the loops give for pictures one after another.
    private static func reference(_ model: Model, _ input: [Float]) -> [Float] {
        let count = 3 * size.area
        return (0..<pictures).flatMap { picture in
            GraphInterpreter.run(
                model,
                on: [
                    FeatureMaps(
                        channels: 3, pictures: 1, height: size.height, width: size.width,
                        values: Array(input[picture * count..<(picture + 1) * count]))
                ])[0].values
        }
    }

    @Test(arguments: operations.map(\.0), [MapOrder.channelsLast, .blocked])
    func valuesAndGradientsAreThoseOfTheLoops(name: String, order: MapOrder) throws {
        let model = try Self.model(try #require(Self.operations.first { $0.0 == name }).1)
        let node = model.graph.nodes.count - 1
        let count = try #require(model.graph.nodes[node].shape.count) * Self.pictures
        let weights = (0..<count).map { Float(cos(Double(3 * $0))) }
        var settings = Plan.Settings(batchSize: Self.pictures, isTraining: false, differentiatesInputs: true)
        settings.order = order
        let plan = try Plan(model, settings)
        let (values, gradient) = Self.input.withUnsafeBufferPointer { input -> ([Float], [Float]) in
            guard let input = input.baseAddress else { return ([], []) }
            plan.forward(input, rows: Self.pictures)
            plan.beginBackward()
            plan.addGradient(at: node, rows: Self.pictures) { $0.update(from: weights, count: count) }
            plan.backward(rows: Self.pictures, consumer: NoConsumer())
            return (
                Array(UnsafeBufferPointer(start: plan.values(at: node), count: count)),
                Array(UnsafeBufferPointer(start: plan.inputGradient(0), count: Self.input.count))
            )
        }
        expectClose(values, Self.reference(model, Self.input), tolerance: 1e-5, "values")
        func loss(_ input: [Float]) -> Double {
            zip(Self.reference(model, input), weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let step: Float = 1.0 / 512
        // Along random directions, which few kinks lie on.
        var stream = RandomStream(seed: 11, name: "directions")
        for direction in 0..<12 {
            let way = Self.input.map { _ in Float(stream.normal()) }
            let (above, below) = (zip(Self.input, way).map { $0 + step * $1 }, zip(Self.input, way).map { $0 - step * $1 })
            let expected = (loss(above) - loss(below)) / Double(2 * step)
            let found = zip(gradient, way).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            let scale = zip(gradient, way).reduce(0) { $0 + abs(Double($1.0) * Double($1.1)) }
            #expect(abs(found - expected) < 0.01 * scale, "direction \(direction): \(found), by differences \(expected)")
        }
    }
}
