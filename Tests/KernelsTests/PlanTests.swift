import Foundation
import Graphs
import Kernels
import Matrices
import Reference
import TestSupport
import Testing

/// Plans against plain loops: values, and gradients against differences of the loops' values.
@Suite struct PlanTests {
    private static let rows = 5
    private static let width = 6

    /// Every operation that plans know, behind a dense layer of six units that the operation may read twice.
    private static let operations: [(String, [Graph.Layer])] =
        Activation.allCases.map { ($0.rawValue, [.init("node", .activation($0), inputs: [1])]) } + [
            ("dense", [.init("node", .dense(units: 3, hasBias: true), inputs: [1])]),
            ("dense without bias", [.init("node", .dense(units: 3, hasBias: false), inputs: [1])]),
            ("softmax", [.init("node", .softmax, inputs: [1])]),
            ("selection", [.init("node", .selection([4, 0, 4, 2]), inputs: [1])]),
            ("slice", [.init("node", .channelSlice(first: 2, count: 3), inputs: [1])]),
            ("shuffle", [.init("node", .channelShuffle(groups: 2), inputs: [1])]),
            ("sum of itself", [.init("node", .sum(scale: 0.5), inputs: [1, 1])]),
            ("product of itself", [.init("node", .product, inputs: [1, 1])]),
            ("batch normalisation", [.init("node", .batchNormalisation(epsilon: 1e-2, hasScale: true), inputs: [1])]),
            ("without scale", [.init("node", .batchNormalisation(epsilon: 1e-2, hasScale: false), inputs: [1])]),
            ("normalisation", [.init("node", .normalisation, inputs: [1])]),
            ("flatten", [.init("node", .flatten, inputs: [1])]), ("dropout", [.init("node", .dropout(rate: 0.5), inputs: [1])]),
            ("shift", [.init("node", .shift, inputs: [1])]),
            // A residual with a gate: one node with four readers.
            (
                "several readers",
                [
                    .init("gate", .activation(.sigmoid), inputs: [1]), .init("gated", .product, inputs: [1, 2]),
                    .init("joined", .concatenation, inputs: [1, 3, 1]),
                    .init("down", .dense(units: 6, hasBias: true), inputs: [4]),
                    .init("node", .sum(scale: -2), inputs: [1, 5]),
                ]
            ),
        ]

    private static func graph(_ layers: [Graph.Layer]) throws -> Graph {
        let all = [
            Graph.Layer("input", .input(.vector(4)), inputs: []), .init("stem", .dense(units: width, hasBias: true), inputs: [0]),
        ]
        return try Graph(layers: all + layers, outputs: [.init("out", node: all.count + layers.count - 1)])
    }

    private static func model(_ graph: Graph) throws -> Model {
        var stream = RandomStream(seed: 6, name: "plan")
        return try Model(
            graph,
            parameters: Parameters(of: graph) { tensor in
                let isVariance = tensor.name.role == .movingVariance || tensor.name.role == .variance
                return (0..<tensor.count).map { _ in Float(isVariance ? stream.uniform(in: 0.5...2) : 0.7 * stream.normal()) }
            })
    }

    private static let input: [Float] = {
        var stream = RandomStream(seed: 7, name: "rows")
        return (0..<rows * 4).map { _ in Float(stream.normal()) }
    }()

    /// What the loops give for rows `[rows, 4]`, row by row.
    private static func reference(_ model: Model, _ input: [Float]) -> [Float] {
        let columns = (0..<4).flatMap { column in (0..<rows).map { input[$0 * 4 + column] } }
        let maps = GraphInterpreter.run(
            model, on: [FeatureMaps(channels: 4, pictures: rows, height: 1, width: 1, values: columns)])[0]
        return (0..<rows).flatMap { row in (0..<maps.channels).map { maps.values[$0 * rows + row] } }
    }

    @Test(arguments: operations.map(\.0))
    func valuesAndInputGradientsAreThoseOfTheLoops(name: String) throws {
        let graph = try Self.graph(try #require(Self.operations.first { $0.0 == name }).1)
        let (model, node) = (try Self.model(graph), graph.nodes.count - 1)
        let plan = try Plan(model, .init(batchSize: Self.rows, isTraining: false, differentiatesInputs: true))
        let width = graph.nodes[node].channels
        let weights = (0..<Self.rows * width).map { Float(cos(Double($0))) }
        let (values, gradient) = Self.input.withUnsafeBufferPointer { input -> ([Float], [Float]) in
            guard let input = input.baseAddress else { return ([], []) }
            plan.forward(input, rows: Self.rows)
            plan.beginBackward()
            plan.addGradient(at: node, rows: Self.rows) { $0.update(from: weights, count: weights.count) }
            plan.backward(rows: Self.rows, consumer: NoConsumer())
            return (
                Array(UnsafeBufferPointer(start: plan.values(at: node), count: weights.count)),
                Array(UnsafeBufferPointer(start: plan.inputGradient(0), count: Self.rows * 4))
            )
        }
        expectClose(values, Self.reference(model, Self.input), tolerance: 1e-5, "values")
        func loss(_ input: [Float]) -> Double {
            zip(Self.reference(model, input), weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let step: Float = 1.0 / 128
        let expected = Self.input.indices.map { index in
            var (above, below) = (Self.input, Self.input)
            above[index] += step
            below[index] -= step
            return (loss(above) - loss(below)) / Double(above[index] - below[index])
        }
        expectClose(gradient, expected, tolerance: 2e-3, "gradient")
    }

    /// In training each parameter's gradient comes once, whatever the number of a node's readers, and batches are normalised by
    /// their own statistics: against differences of the plan's own values.
    @Test(arguments: [
        "dense", "dense without bias", "gelu", "batch normalisation", "without scale", "several readers", "softmax",
    ])
    func gradientsOfParametersAreDifferencesOfTheLoss(name: String) throws {
        let graph = try Self.graph(try #require(Self.operations.first { $0.0 == name }).1)
        let (model, node) = (try Self.model(graph), graph.nodes.count - 1)
        let weights = (0..<Self.rows * graph.nodes[node].channels).map { Float(cos(Double($0))) }
        func run(_ parameters: Parameters, _ consumer: any GradientConsumer) throws -> (Double, Plan) {
            let plan = try Plan(Model(graph, parameters: parameters), .init(batchSize: Self.rows, isTraining: true, workers: 2))
            let loss = Self.input.withUnsafeBufferPointer { input -> Double in
                guard let input = input.baseAddress else { return .nan }
                plan.forward(input, rows: Self.rows)
                let values = UnsafeBufferPointer(start: plan.values(at: node), count: weights.count)
                plan.beginBackward()
                plan.addGradient(at: node, rows: Self.rows) { $0.update(from: weights, count: weights.count) }
                plan.backward(rows: Self.rows, consumer: consumer)
                return zip(values, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            }
            return (loss, plan)
        }
        let counts = try Plan(model, .init(batchSize: Self.rows, isTraining: true)).tensorCounts
        let recorder = Recorder(counts: counts)
        let (_, plan) = try run(model.parameters, recorder)
        #expect(recorder.calls == counts.map { _ in 1 })
        let step: Float = 1.0 / 64
        for (number, tensor) in plan.trained.enumerated() {
            for index in 0..<tensor.count {
                func moved(_ by: Float) throws -> Double {
                    try run(
                        model.parameters.mapped { specification, values in
                            guard specification.name == tensor.name else { return values }
                            var values = values
                            values[index] += by
                            return values
                        }, NoConsumer()
                    ).0
                }
                let expected = (try moved(step) - moved(-step)) / Double(2 * step)
                #expect(
                    abs(Double(recorder.gradients[number][index]) - expected) < 4e-3 * max(1, abs(expected)),
                    "\(tensor.name) \(index)")
            }
        }
    }

    @Test func whatNothingReadsGetsNoGradient() throws {
        let graph = try Graph(
            layers: [
                .init("input", .input(.vector(4)), inputs: []), .init("a", .dense(units: 2, hasBias: true), inputs: [0]),
                .init("b", .dense(units: 2, hasBias: true), inputs: [0]),
            ], outputs: [.init("a", node: 1), .init("b", node: 2)])
        let plan = try Plan(Self.model(graph), .init(batchSize: Self.rows, isTraining: true))
        let recorder = Recorder(counts: plan.tensorCounts)
        Self.input.withUnsafeBufferPointer { input in
            guard let input = input.baseAddress else { return }
            plan.forward(input, rows: Self.rows)
            plan.beginBackward()
            plan.addGradient(at: 2, rows: Self.rows) { $0.update(repeating: 1, count: Self.rows * 2) }
            plan.backward(rows: Self.rows, consumer: recorder)
        }
        #expect(recorder.calls == [0, 0, 1, 1])
    }

    @Test func operationsWithoutAKernelAreNamed() throws {
        let graph = try Graph(
            layers: [
                .init("input", .input(.maps(channels: 3, size: Extent(20))), inputs: []),
                .init("pool", .maximumPooling(Window(Extent(16))), inputs: [0]),
            ])
        #expect(throws: PlanError.unsupported(node: "pool", operation: "maximumPooling")) {
            try Plan(Self.model(graph), .init(batchSize: 1, isTraining: true))
        }
    }
}
