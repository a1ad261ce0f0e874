import Foundation
import Graphs
import Kernels
import Matrices
import TestSupport
import Testing

/// Training on maps: gradients against differences of the plan's own loss, statistics of the batch included.
@Suite struct MapTrainingTests {
    private static let size = Extent(height: 6, width: 5)
    private static let pictures = 4
    private static let input = normals(pictures * 3 * size.area, "pixels")

    private static func norm(_ hasScale: Bool = true) -> Graphs.Operation {
        .batchNormalisation(epsilon: 1e-2, momentum: 0.9, hasScale: hasScale)
    }

    private static func activated(_ function: Activation, _ hasScale: Bool = true) -> [Graph.Layer] {
        [.init("norm", norm(hasScale), inputs: [1]), .init("node", .activation(function), inputs: [2])]
    }

    private static func node(_ operation: Graphs.Operation) -> [Graph.Layer] { [.init("node", operation, inputs: [1])] }

    /// Each behind a convolution that gives 18 maps: a block, and a rest.
    private static let cases: [(String, [Graph.Layer])] =
        [
            ("convolution", node(convolution(20, Window(Extent(3), stride: Extent(2), padding: .same)))),
            ("convolution without bias", node(convolution(16, Window(Extent(3)), hasBias: false))),
            ("points", node(convolution(24, Window(Extent(1))))),
            ("grouped", node(convolution(24, Window(Extent(3), padding: .same), groups: 3))),
            ("depthwise", node(convolution(18, Window(Extent(3), padding: .around(1)), groups: 18))),
            (
                "depthwise without bias",
                node(convolution(18, Window(Extent(3), stride: Extent(2), padding: .around(1)), groups: 18, hasBias: false))
            ),
            ("dilated", node(convolution(8, Window(Extent(2), padding: .around(1), dilation: Extent(2))))),
            ("normalisation", node(norm())), ("normalisation without scale", node(norm(false))),
            ("normalisation with ReLU", activated(.relu)), ("normalisation with ReLU6", activated(.relu6)),
            ("normalisation with swish", activated(.swish)), ("normalisation with sigmoid", activated(.sigmoid)),
            ("without scale with swish", activated(.swish, false)),
            ("shift", node(.shift)),
            ("shift with swish", [.init("shift", .shift, inputs: [1]), .init("node", .activation(.swish), inputs: [2])]),
            ("parametric ReLU", node(.parametricReLU)),
            (
                "dense",
                [
                    .init("norm", norm(), inputs: [1]), .init("mean", .globalAveragePooling, inputs: [2]),
                    .init("flat", .flatten, inputs: [3]), .init("hidden", .dense(units: 5, hasBias: true), inputs: [4]),
                    .init("swish", .activation(.swish), inputs: [5]), .init("vectors", norm(), inputs: [6]),
                    .init("node", .dense(units: 3, hasBias: false), inputs: [7]),
                ]
            ),
            // A node with several readers of every kind.
            (
                "residual",
                [
                    .init("norm", norm(), inputs: [1]), .init("swish", .activation(.swish), inputs: [2]),
                    .init("down", convolution(18, Window(Extent(3), padding: .same), hasBias: false), inputs: [3]),
                    .init("norm 2", norm(), inputs: [4]), .init("squeezed", .globalAveragePooling, inputs: [5]),
                    .init("gate", convolution(18, Window(Extent(1))), inputs: [6]),
                    .init("open", .activation(.sigmoid), inputs: [7]), .init("gated", .product, inputs: [5, 8]),
                    .init("sum", .sum(scale: 0.7), inputs: [3, 9]), .init("side", convolution(4, Window(Extent(1))), inputs: [3]),
                    .init("node", .concatenation, inputs: [10, 11]),
                ]
            ),
        ]

    private static func model(_ layers: [Graph.Layer]) throws -> Model {
        let first: [Graph.Layer] = [
            .init("input", .input(.maps(channels: 3, size: size)), inputs: []),
            .init("stem", convolution(18, Window(Extent(3), padding: .same)), inputs: [0]),
        ]
        return try .drawn(Graph(layers: first + layers, outputs: [.init("out", node: layers.count + 1)]))
    }

    private static func model(_ name: String) throws -> Model {
        try model(try #require(cases.first { $0.0 == name }).1)
    }

    private static func settings(_ order: MapOrder = .blocked) -> Plan.Settings {
        var settings = Plan.Settings(batchSize: pictures, isTraining: true, differentiatesInputs: true, workers: 2)
        settings.order = order
        return settings
    }

    /// One pass forward and back, and every gradient against differences of the loss along random directions.
    private static func expectGradients(of plan: Plan) throws {
        let count = try #require(plan.graph.nodes.last?.shape.count) * pictures
        let weights = normals(count, "weights")
        let values = plan.lastValues(input, rows: pictures)
        let recorder = Recorder(counts: plan.tensorCounts)
        plan.takeBack(weights, rows: pictures, to: recorder)
        #expect(recorder.calls == plan.tensorCounts.map { _ in 1 })
        let inputGradient = plan.inputGradient(rows: pictures)
        func expect(_ gradient: [Float], _ what: String, loss: (_ way: [Float], _ step: Double) -> Double) {
            for direction in 0..<3 {
                let way = normals(gradient.count, "\(what) \(direction)")
                let expected = slope { loss(way, $0) }
                let (found, scale) = (product(gradient, way), spread(gradient, way))
                // The values have the error of float32, which is all that there is of gradients that are 0.
                let noise = 4e-6 * spread(values, weights) / slopeStep
                #expect(
                    abs(found - expected) < max(0.02 * scale, noise), "\(what), direction \(direction): \(found), \(expected)")
            }
        }
        for (number, tensor) in plan.trained.enumerated() {
            let place = try #require(recorder.parameters[number]),
                before = Array(UnsafeBufferPointer(start: place, count: tensor.count))
            expect(recorder.gradients[number], "\(tensor.name)") { way, step in
                for index in 0..<tensor.count { place[index] = before[index] + Float(step) * way[index] }
                defer { place.update(from: before, count: tensor.count) }
                return product(plan.lastValues(input, rows: pictures), weights)
            }
        }
        expect(inputGradient, "input") { way, step in
            product(plan.lastValues(zip(input, way).map { $0 + Float(step) * $1 }, rows: pictures), weights)
        }
    }

    @Test(arguments: cases.map(\.0), [MapOrder.channelsLast, .blocked])
    func gradientsAreDifferencesOfTheLoss(name: String, order: MapOrder) throws {
        try Self.expectGradients(of: Plan(Self.model(name), Self.settings(order)))
    }

    /// The numbers of threads do not show.
    @Test(arguments: ["residual", "dense"], [MapOrder.channelsLast, .blocked])
    func aSingleThreadGivesTheSame(name: String, order: MapOrder) throws {
        let model = try Self.model(name)
        let count = try #require(model.graph.nodes.last?.shape.count) * Self.pictures
        var names: [[Int]: String] = [:]
        let gradients = try [1, 2, 3].map { workers in
            var settings = Self.settings(order)
            settings.workers = workers
            settings.implementations = names
            let plan = try Plan(model, settings)
            names = plan.implementations
            let recorder = Recorder(counts: plan.tensorCounts)
            _ = plan.lastValues(Self.input, rows: Self.pictures)
            plan.takeBack(normals(count, "weights"), rows: Self.pictures, to: recorder)
            return recorder.gradients
        }
        for other in gradients.dropFirst() {
            for (found, expected) in zip(other, gradients[0]) {
                // oneDNN divides sums over pictures among its threads.
                expectClose(found, expected, tolerance: 1e-5, scale: .of(Double(expected.map(abs).max() ?? 0) + 1))
            }
        }
    }

    // MARK: What stays as it is

    private static let network: [Graph.Layer] = [
        .init("norm", norm(), inputs: [1]), .init("swish", .activation(.swish), inputs: [2]),
        .init("middle", convolution(20, Window(Extent(3), padding: .same), groups: 2), inputs: [3]),
        .init("norm 2", norm(), inputs: [4]), .init("slope", .parametricReLU, inputs: [5]),
        .init("mean", .globalAveragePooling, inputs: [6]), .init("flat", .flatten, inputs: [7]),
        .init("vectors", norm(), inputs: [8]), .init("node", .dense(units: 4, hasBias: true), inputs: [9]),
    ]

    private static func descend(_ plan: Plan, steps: Int) throws {
        let count = try #require(plan.graph.nodes.last?.shape.count) * pictures
        for _ in 0..<steps {
            _ = plan.lastValues(input, rows: pictures)
            plan.takeBack(normals(count, "weights"), rows: pictures, to: Descent())
        }
    }

    /// All tensors must have changed but for these, and biases that a normalisation takes out again, which need not.
    private static func expectChanges(of plan: Plan, _ model: Model, but unchanged: [TensorName]) {
        let expected = Set(model.graph.parameters.map(\.name)).subtracting(unchanged)
        let changed = Set(model.graph.parameters.map(\.name).filter { plan.tensor($0) != model.parameters[$0] })
        let free = Set(["stem", "middle"].map { TensorName(layer: $0, role: .bias) })
        #expect(changed.subtracting(free) == expected.subtracting(free))
        #expect(changed.isDisjoint(with: unchanged))
    }

    @Test(
        arguments: [
            ["stem"], ["norm"], ["middle", "norm 2"], ["stem", "norm", "middle"], ["slope", "vectors"], ["node"],
            ["stem", "norm", "middle", "norm 2", "slope", "vectors"],
        ], [MapOrder.channelsLast, .blocked])
    func frozenLayersStay(layers: [String], order: MapOrder) throws {
        let model = try Self.model(Self.network)
        var settings = Self.settings(order)
        settings.frozen = Set(layers)
        let plan = try Plan(model, settings)
        #expect(
            plan.trained.map(\.name)
                == model.graph.parameters.filter { $0.kind == .trained && !layers.contains($0.name.layer) }.map(\.name))
        try Self.expectGradients(of: plan)
        try Self.descend(plan, steps: 2)
        Self.expectChanges(of: plan, model, but: model.graph.parameters.map(\.name).filter { layers.contains($0.layer) })
    }

    @Test(arguments: [["norm"], ["norm", "norm 2"], ["vectors"]], [MapOrder.channelsLast, .blocked])
    func fixedStatisticsStayAndScalesDoNot(layers: [String], order: MapOrder) throws {
        let model = try Self.model(Self.network)
        var settings = Self.settings(order)
        settings.fixedStatistics = Set(layers)
        let plan = try Plan(model, settings)
        #expect(plan.trained == model.graph.parameters.filter { $0.kind == .trained })
        try Self.expectGradients(of: plan)
        try Self.descend(plan, steps: 2)
        let stay = model.graph.parameters.filter { $0.kind == .statistic && layers.contains($0.name.layer) }.map(\.name)
        Self.expectChanges(of: plan, model, but: stay)
    }

    // MARK: Training and not

    @Test(arguments: [MapOrder.channelsLast, .blocked])
    func outsideTrainingMovingStatisticsCountAndNothingIsDropped(order: MapOrder) throws {
        var layers = Self.network
        layers.insert(.init("dropout", .dropout(rate: 0.5), inputs: [9]), at: 8)
        layers[9] = .init("node", .dense(units: 4, hasBias: true), inputs: [10])
        let model = try Self.model(layers)
        let plan = try Plan(model, Self.settings(order))
        let inTraining = plan.lastValues(Self.input, rows: Self.pictures)
        let statistics = try plan.parameters()
        plan.isTraining = false
        let values = plan.lastValues(Self.input, rows: Self.pictures)
        let isUnmoved = try plan.parameters() == statistics
        #expect(isUnmoved)
        let moved = try Model(model.graph, parameters: statistics)
        expectClose(values, moved.reference(Self.input, rows: Self.pictures), tolerance: 1e-5, scale: .ofLargest)
        #expect(values != inTraining)
        // The gradient is that of what was computed.
        try Self.expectGradients(of: plan)
        plan.isTraining = true
        #expect(plan.lastValues(Self.input, rows: Self.pictures) != values)
    }

    @Test(arguments: [false, true], [MapOrder.channelsLast, .blocked])
    func movingStatisticsFollowThoseOfTheBatch(isUnbiased: Bool, order: MapOrder) throws {
        let channels = 18
        let graph = try Graph(
            layers: [
                .init("input", .input(.maps(channels: channels, size: Self.size)), inputs: []),
                .init("node", Self.norm(), inputs: [0]),
            ], outputs: [.init("out", node: 1)])
        let model = try Model.drawn(graph)
        var settings = Self.settings(order)
        settings.movesUnbiasedVariance = isUnbiased
        let plan = try Plan(model, settings)
        // A mean that is large beside the deviation.
        let rows = Self.pictures - 1
        let input = normals(rows * channels * Self.size.area, "values").map { $0 * 0.1 + 50 }
        _ = plan.lastValues(input, rows: rows)
        let area = Self.size.area, count = Double(rows * area)
        for channel in 0..<channels {
            var values: [Double] = []
            for row in 0..<rows {
                let first = (row * channels + channel) * area
                values += input[first..<first + area].map(Double.init)
            }
            let mean = values.reduce(0, +) / count
            let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
            let variance = squares / (isUnbiased ? count - 1 : count)
            func moved(_ role: TensorRole, to value: Double) throws {
                let name = TensorName(layer: "node", role: role)
                let before = Double(try #require(model.parameters[name])[channel])
                let after = try #require(plan.tensor(name))[channel]
                expectClose(after, 0.9 * before + 0.1 * value, tolerance: 1e-6, scale: .relative, "\(role) \(channel)")
            }
            try moved(.movingMean, to: mean)
            try moved(.movingVariance, to: variance)
        }
    }
}

/// Moves every parameter against its gradient.
private final class Descent: GradientConsumer {
    func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {
        for index in gradient.indices { parameters[index] -= 0.01 * gradient[index] }
    }
}
