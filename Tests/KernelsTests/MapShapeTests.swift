import Foundation
import Graphs
import Kernels
import Matrices
import TestSupport
import Testing

/// Plans on maps of awkward sizes: channels that fill no block, strides that leave a rest, batches that are not full.
@Suite struct MapShapeTests {
    private static let size = Extent(height: 9, width: 7)
    private static let batchSize = 5
    private static let pictures = 3

    private static func node(_ operation: Graphs.Operation) -> [Graph.Layer] { [.init("node", operation, inputs: [1])] }

    /// Each behind a convolution that gives so many maps.
    private static let cases: [(name: String, channels: Int, layers: [Graph.Layer])] = [
        ("16 to 32", 16, node(convolution(32, Window(Extent(3), padding: .same)))),
        ("24 to 40 by stride 2", 24, node(convolution(40, Window(Extent(3), stride: Extent(2), padding: .same), hasBias: false))),
        ("58 to 58 by points", 58, node(convolution(58, Window(Extent(1))))),
        ("20 to 7 by stride 3", 20, node(convolution(7, Window(Extent(5), stride: Extent(3), padding: .around(2))))),
        ("2 to 5", 2, node(convolution(5, Window(Extent(height: 3, width: 1), stride: Extent(height: 2, width: 1))))),
        ("dilated", 24, node(convolution(8, Window(Extent(3), padding: .around(2), dilation: Extent(2))))),
        (
            "border on one side", 17,
            node(convolution(16, Window(Extent(3), stride: Extent(2), padding: .fixed(before: Extent(0), after: Extent(1)))))
        ),
        ("3 groups of 16", 48, node(convolution(24, Window(Extent(3), padding: .same), groups: 3))),
        ("2 groups of 29", 58, node(convolution(58, Window(Extent(1)), groups: 2, hasBias: false))),
        ("depthwise 58", 58, node(convolution(58, Window(Extent(3), stride: Extent(2), padding: .around(1)), groups: 58))),
        ("depthwise 32", 32, node(convolution(32, Window(Extent(5), padding: .same), groups: 32, hasBias: false))),
        ("depthwise twice", 12, node(convolution(24, Window(Extent(3), padding: .same), groups: 12))),
        (
            "convolution with ReLU", 24,
            [.init("conv", convolution(18, Window(Extent(3))), inputs: [1]), .init("node", .activation(.relu), inputs: [2])]
        ),
        (
            "convolution with ReLU6", 16,
            [.init("conv", convolution(16, Window(Extent(3))), inputs: [1]), .init("node", .activation(.relu6), inputs: [2])]
        ),
        (
            "normalisation with swish", 58,
            [
                .init("norm", .batchNormalisation(epsilon: 1e-3, hasScale: true), inputs: [1]),
                .init("node", .activation(.swish), inputs: [2]),
            ]
        ),
        (
            "normalisation with sigmoid", 24,
            [
                .init("norm", .batchNormalisation(epsilon: 1e-3, hasScale: false), inputs: [1]),
                .init("node", .activation(.sigmoid), inputs: [2]),
            ]
        ),
        (
            "sum with ReLU", 58,
            [
                .init("other", convolution(58, Window(Extent(1)), groups: 58), inputs: [1]),
                .init("sum", .sum(scale: 1), inputs: [1, 2]), .init("node", .activation(.relu), inputs: [3]),
            ]
        ),
        (
            "gate of 24", 24,
            [
                .init("squeezed", .globalAveragePooling, inputs: [1]),
                .init("down", convolution(6, Window(Extent(1))), inputs: [2]),
                .init("swish", .activation(.swish), inputs: [3]), .init("up", convolution(24, Window(Extent(1))), inputs: [4]),
                .init("gate", .activation(.sigmoid), inputs: [5]), .init("node", .product, inputs: [1, 6]),
            ]
        ),
        ("square", 18, [.init("node", .product, inputs: [1, 1])]),
        ("maximum", 58, node(.maximumPooling(Window(Extent(3), stride: Extent(2), padding: .around(1))))),
        ("average", 24, node(.averagePooling(Window(Extent(2), stride: Extent(2))))),
        ("global", 58, node(.globalAveragePooling)),
        ("parametric ReLU", 24, node(.parametricReLU)),
        ("local response", 18, node(.localResponseNormalisation(size: 5, alpha: 0.3, beta: 0.75, bias: 1))),
        (
            "halves, shuffled", 58,
            [
                .init("left", .channelSlice(first: 0, count: 29), inputs: [1]),
                .init("right", .channelSlice(first: 29, count: 29), inputs: [1]),
                .init("conv", convolution(29, Window(Extent(1))), inputs: [3]),
                .init("joined", .concatenation, inputs: [2, 4]), .init("node", .channelShuffle(groups: 2), inputs: [5]),
            ]
        ),
        (
            "24 beside 58", 24,
            [
                .init("wide", convolution(58, Window(Extent(1))), inputs: [1]), .init("joined", .concatenation, inputs: [1, 2]),
                .init("node", convolution(16, Window(Extent(1))), inputs: [3]),
            ]
        ),
        // Two shares of a gradient, of maps that are larger than whatever else lies row by row.
        (
            "two grids", 24,
            [
                .init("grid", .adaptiveAveragePooling(Extent(2)), inputs: [1]),
                .init("other", .adaptiveAveragePooling(Extent(2)), inputs: [1]),
                .init("node", .sum(scale: -0.5), inputs: [2, 3]),
            ]
        ),
    ]

    private static func model(_ name: String) throws -> Model {
        let chosen = try #require(cases.first { $0.name == name })
        let first: [Graph.Layer] = [
            .init("input", .input(.maps(channels: 3, size: size)), inputs: []),
            .init("stem", convolution(chosen.channels, Window(Extent(1))), inputs: [0]),
        ]
        return try .drawn(Graph(layers: first + chosen.layers, outputs: [.init("out", node: chosen.layers.count + 1)]))
    }

    private static let input = normals(pictures * 3 * size.area, "pixels")

    private static func plan(
        _ model: Model, _ order: MapOrder, _ precision: ProductPrecision = .float32, batchSize: Int = batchSize
    ) throws -> Plan {
        var settings = Plan.Settings(
            batchSize: batchSize, isTraining: false, differentiatesInputs: true, precision: precision, workers: 2)
        settings.order = order
        return try Plan(model, settings)
    }

    private static func weights(_ model: Model) throws -> [Float] {
        normals(try #require(model.graph.nodes.last?.shape.count) * pictures, "weights")
    }

    @Test(arguments: cases.map(\.name), [MapOrder.channelsLast, .blocked])
    func valuesAndGradientsAreThoseOfTheLoops(name: String, order: MapOrder) throws {
        let model = try Self.model(name)
        let plan = try Self.plan(model, order)
        let weights = try Self.weights(model)
        // A batch that is full comes first, so that one that is not finds values of others.
        _ = plan.lastValues(normals(Self.batchSize * 3 * Self.size.area, "others"), rows: Self.batchSize)
        let values = plan.lastValues(Self.input, rows: Self.pictures)
        expectClose(values, model.reference(Self.input, rows: Self.pictures), tolerance: 1e-5, scale: .ofLargest, name)
        plan.takeBack(weights, rows: Self.pictures, to: NoConsumer())
        let gradient = plan.inputGradient(rows: Self.pictures)
        for direction in 0..<2 {
            let way = normals(Self.input.count, "direction \(direction)")
            let expected = slope { step in
                product(model.reference(zip(Self.input, way).map { $0 + Float(step) * $1 }, rows: Self.pictures), weights)
            }
            let (found, scale) = (product(gradient, way), spread(gradient, way))
            #expect(abs(found - expected) < 0.01 * scale, "direction \(direction): \(found), by differences \(expected)")
        }
    }

    @Test(arguments: cases.map(\.name), [MapOrder.channelsLast, .blocked])
    func aBatchThatIsNotFullGivesWhatAFullOneGives(name: String, order: MapOrder) throws {
        let model = try Self.model(name)
        let weights = try Self.weights(model)
        let (part, full) = (try Self.plan(model, order), try Self.plan(model, order, batchSize: Self.pictures))
        let results = [part, full].map { plan in
            let values = plan.lastValues(Self.input, rows: Self.pictures)
            plan.takeBack(weights, rows: Self.pictures, to: NoConsumer())
            return (values, plan.inputGradient(rows: Self.pictures))
        }
        expectClose(results[0].0, results[1].0, tolerance: 1e-5, scale: .ofLargest, "values")
        expectClose(results[0].1, results[1].1, tolerance: 1e-5, scale: .ofLargest, "gradient")
    }

    @Test(
        .enabled(if: ProductPrecision.usable.contains(.bfloat16)), arguments: cases.map(\.name),
        [MapOrder.channelsLast, .blocked])
    func brainFloatsAreNear(name: String, order: MapOrder) throws {
        let model = try Self.model(name)
        let weights = try Self.weights(model)
        let results = try ProductPrecision.allCases.map { precision in
            let plan = try Self.plan(model, order, precision)
            let values = plan.lastValues(Self.input, rows: Self.pictures)
            plan.takeBack(weights, rows: Self.pictures, to: NoConsumer())
            return (values, plan.inputGradient(rows: Self.pictures))
        }
        expectClose(results[1].0, model.reference(Self.input, rows: Self.pictures), tolerance: 2e-2, scale: .ofLargest, "values")
        // Where a number lies at a kink, or two are nearly the largest of a window, its whole gradient may go elsewhere.
        let difference = zip(results[0].1, results[1].1).map { $0 - $1 }
        let (error, size) = (product(difference, difference).squareRoot(), product(results[0].1, results[0].1).squareRoot())
        #expect(results[0].1 != results[1].1 && error < 0.1 * size, "gradient: \(error) of \(size)")
    }
}
