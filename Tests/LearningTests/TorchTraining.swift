import Foundation
import Graphs
import Kernels
import Learning
import Matrices
import TestSupport
import Testing

/// What the fixture says of one network; tensors are float32, in the order of Kalon's kernels.
struct TorchTraining: Decodable {
    struct Run: Decodable {
        let rate: Double
        let losses: [Double]
        let final: [String: Data]
    }

    /// `[pictures, side, side, 3]`.
    let bytes: Data
    let target: Data
    let output: [Double]
    let loss: Double
    let weights: [String: Data]
    let gradients: [String: Data]
    /// The moving statistics after one step.
    let statistics: [String: Data]
    /// Trainings of ten steps, at half the rate from the sixth on.
    let runs: [String: Run]
    /// Tensors whose gradients are 0 but for rounding, and statistics that follow these tensors.
    let zeros: [String]
    let followers: [String]
    /// By how much PyTorch's own gradients and output differ from those in float64, of the largest value.
    let peerErrors: [String: [String: Double]]

    static func load(_ name: String) throws -> TorchTraining {
        struct File: Decodable {
            let mobile: TorchTraining
            let shuffle: TorchTraining
            let residual: TorchTraining
        }
        let file: File = try Fixture.json("training/expected.json")
        return try #require(["mobile": file.mobile, "shuffle": file.shuffle, "residual": file.residual][name])
    }

    func numbers(_ tensors: [String: Data], _ name: String) throws -> [Float] {
        Self.numbers(try #require(tensors[name], "the fixture has no \(name)"))
    }

    static func numbers(_ data: Data) -> [Float] {
        stride(from: 0, to: data.count, by: 4).map { first in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(data[data.startIndex + first + $1]) << (8 * UInt32($1)) })
        }
    }
}

/// A plan of one of these networks, and its loss.
final class TorchStep {
    static let pictures = 8
    private static let side = 24

    let training: TorchTraining
    let plan: Plan
    private let bytes: [UInt8]
    private let target: [Float]
    private let rating: RatingObjective?

    init(
        _ name: String, _ order: MapOrder, precision: ProductPrecision = .float32, convention: OptimiserConvention = .pytorch
    ) throws {
        training = try .load(name)
        let training = training
        let graph = try Graph.torch(name, side: Self.side)
        let model = try Model(
            graph, parameters: Parameters(of: graph) { try training.numbers(training.weights, "\($0.name)") })
        var settings = Plan.Settings(batchSize: Self.pictures, isTraining: true, precision: precision, workers: 2)
        settings.order = order
        settings.movesUnbiasedVariance = convention == .pytorch
        settings.bytes = ByteRule(scale: [1, 1, 1].map { $0 / 127.5 }, shift: [-1, -1, -1])
        plan = try Plan(model, settings)
        bytes = Array(training.bytes)
        target = TorchTraining.numbers(training.target)
        try #require(bytes.count == Self.pictures * Self.side * Self.side * 3)
        guard name == "mobile" else {
            rating = nil
            return
        }
        let rating = RatingObjective(
            ratings: Matrix(rows: Self.pictures, columns: 10, elements: target), form: .root, batchSize: Self.pictures)
        rating.fill(Array(0..<Self.pictures)[...], mixing: nil)
        self.rating = rating
    }

    /// One pass forward and back; the mean loss.
    func run(_ consumer: any GradientConsumer) -> Double {
        let node = plan.graph.nodes.count - 1
        bytes.withUnsafeBufferPointer { bytes in
            if let bytes = bytes.baseAddress { plan.forward(bytes: bytes, rows: Self.pictures) }
        }
        plan.beginBackward()
        var loss = 0.0
        plan.addGradient(at: node, rows: Self.pictures) { loss = evaluate(plan.values(at: node), gradient: $0) }
        plan.backward(rows: Self.pictures, consumer: consumer)
        return loss
    }

    /// The mean loss, and its gradient.
    private func evaluate(_ output: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>) -> Double {
        if let rating {
            var total = LossTotal()
            rating.evaluate(output, rows: Self.pictures, gradient: gradient, into: &total)
            return total.loss / Double(Self.pictures)
        }
        var sum = 0.0
        for (index, value) in target.enumerated() {
            let difference = Double(output[index]) - Double(value)
            sum += difference * difference
            gradient[index] = Float(2 * difference / Double(target.count))
        }
        return sum / Double(target.count)
    }

    /// The mean loss and all gradients, by name.
    func gradients() -> (Double, [String: [Float]]) {
        let recorder = GradientRecorder(tensorCounts: plan.tensorCounts)
        let loss = run(recorder)
        return (loss, Dictionary(uniqueKeysWithValues: zip(plan.trained.map { "\($0.name)" }, recorder.gradients)))
    }

    /// What the last node gave.
    var output: [Float] {
        let node = plan.graph.nodes.count - 1
        let count = Self.pictures * (plan.graph.nodes[node].shape.count ?? 0)
        return Array(UnsafeBufferPointer(start: plan.values(at: node), count: count))
    }

    func tensor(_ name: String) throws -> [Float] {
        let specification = try #require(plan.graph.parameters.first { "\($0.name)" == name }, "the graph has no \(name)")
        return try #require(plan.tensor(specification.name))
    }
}

extension Graph {
    /// The networks of the generator.
    fileprivate static func torch(_ name: String, side: Int) throws -> Graph {
        var layers = TorchLayers(side: side)
        switch name {
        case "mobile": layers.addMobile()
        case "shuffle": layers.addShuffle()
        default: layers.addResidual()
        }
        return try Graph(layers: layers.all, outputs: [.init("out", node: layers.last)])
    }
}

/// Layers one after another, each reading the one before unless told otherwise.
private struct TorchLayers {
    private(set) var all: [Graph.Layer]

    init(side: Int) { all = [.init("input", .input(.maps(channels: 3, size: Extent(side))), inputs: [])] }

    var last: Int { all.count - 1 }

    @discardableResult
    mutating func add(_ name: String, _ operation: Graphs.Operation, _ inputs: Int...) -> Int {
        all.append(.init(name, operation, inputs: inputs.isEmpty ? [last] : inputs))
        return last
    }

    /// A convolution, and what follows it.
    @discardableResult
    mutating func convolve(
        _ name: String, _ filters: Int, _ window: Window = Window(Extent(1)), from source: Int? = nil, groups: Int = 1,
        hasBias: Bool = false, isNormalised: Bool = true, then function: Activation = .linear
    ) -> Int {
        add(
            name, .convolution(Convolution(filters: filters, window: window, groups: groups, hasBias: hasBias)), source ?? last)
        if isNormalised { add(name + "-norm", .batchNormalisation(epsilon: 1e-5, momentum: 0.9, hasScale: true)) }
        if function != .linear { add(name + "-\(function)", .activation(function)) }
        return last
    }

    private mutating func finish(units: Int) {
        add("mean", .globalAveragePooling)
        add("flat", .flatten)
        add("dense", .dense(units: units, hasBias: true))
    }

    private static func window(stride: Int = 1) -> Window { Window(Extent(3), stride: Extent(stride), padding: .around(1)) }

    mutating func addMobile() {
        let below = Window(Extent(3), stride: Extent(2), padding: .fixed(before: Extent(0), after: Extent(1)))
        convolve("stem", 16, below, then: .relu6)
        convolve("depthwise-1", 16, Self.window(), groups: 16, then: .relu6)
        convolve("points-1", 32, then: .relu6)
        convolve("depthwise-2", 32, below, groups: 32, then: .relu6)
        convolve("points-2", 40, then: .relu6)
        finish(units: 10)
    }

    mutating func addShuffle() {
        convolve("stem", 24, Self.window(), then: .relu)
        let pooled = add("pool", .maximumPooling(Self.window(stride: 2)))
        convolve("left-depthwise", 24, Self.window(stride: 2), groups: 24)
        let left = convolve("left-points", 29, then: .relu)
        convolve("right-points", 29, from: pooled, then: .relu)
        convolve("right-depthwise", 29, Self.window(stride: 2), groups: 29)
        let right = convolve("right-points-2", 29, then: .relu)
        add("joined", .concatenation, left, right)
        let shuffled = add("shuffled", .channelShuffle(groups: 2))
        let kept = add("kept", .channelSlice(first: 0, count: 29), shuffled)
        let other = add("other", .channelSlice(first: 29, count: 29), shuffled)
        convolve("unit-points", 29, from: other, then: .relu)
        convolve("unit-depthwise", 29, Self.window(), groups: 29)
        let unit = convolve("unit-points-2", 29, then: .relu)
        add("joined-2", .concatenation, kept, unit)
        add("shuffled-2", .channelShuffle(groups: 2))
        convolve("last", 12, then: .relu)
        finish(units: 3)
    }

    mutating func addResidual() {
        let stem = convolve("stem", 16, Self.window(), then: .swish)
        add("squeezed", .globalAveragePooling)
        convolve("squeeze", 4, hasBias: true, isNormalised: false, then: .swish)
        let gate = convolve("excite", 16, hasBias: true, isNormalised: false, then: .sigmoid)
        let gated = add("gated", .product, stem, gate)
        add("sum", .sum(scale: 1), stem, gated)
        add("average", .averagePooling(Window(Extent(2), stride: Extent(2))))
        convolve("grouped", 24, Self.window(), groups: 4, hasBias: true)
        add("slope", .parametricReLU)
        add("response", .localResponseNormalisation(size: 5, alpha: 0.5, beta: 0.75, bias: 1))
        convolve("last", 6, Self.window(stride: 2), hasBias: true, isNormalised: false, then: .swish)
        finish(units: 3)
    }
}
