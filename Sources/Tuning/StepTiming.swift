import Graphs
import Kernels
import Learning
import Matrices
import Networks

/// How long a step of training takes, and how much memory its maps.
///
/// The photographs are random numbers, of which decoding takes no time.
public struct StepTiming: Codable, Sendable, Equatable {
    /// The network's name.
    public let network: String
    /// The photographs in a step.
    public let batchSize: Int
    /// The side of an input in pixels.
    public let side: Int
    /// The format of maps and products.
    public let precision: ProductPrecision
    /// The number of threads.
    public let threads: Int
    /// Of each step, in milliseconds, in order.
    public let milliseconds: [Double]
    /// What maps and their gradients take, in bytes.
    public let mapBytes: Int

    /// Measures steps of a phase of the whole network.
    ///
    /// - Parameters:
    ///   - body: The network with its weights.
    ///   - head: The layers on top of its features.
    ///   - configuration: How it is trained; the first phase counts.
    ///   - side: The side of an input in pixels.
    ///   - steps: The number of steps that are measured, after two that are not.
    ///   - threads: The number of threads.
    /// - Throws: `TuningError`.
    public init(
        body: WeightedNetwork, head: NetworkArchitecture, configuration: TuningConfiguration, side: Int, steps: Int, threads: Int
    ) throws(TuningError) {
        try configuration.check()
        let network = try TuningNetwork(
            body, size: Extent(side), head: TuningHead(head, inputs: body.columns, seed: configuration.seed))
        var settings = Plan.Settings(
            batchSize: configuration.batchSize, isTraining: true, precision: configuration.precision, workers: threads)
        settings.bytes = ByteRule(body.network.values)
        let rows = configuration.batchSize
        let labels = (0..<rows).map { $0 % head.classes }
        let truth =
            head.classes > 1
            ? TuningData.Truth.labels(labels, classes: head.classes) : .features(Matrix(rows: rows, columns: 1))
        let data = try TuningData(
            truth, split: StratifiedSplit(training: Array(0..<rows), validation: [0]))
        let plan = try TuningError.make { try Plan(network.model, settings) }
        var stream = RandomStream(seed: configuration.seed, name: "pixels")
        let inputs = RandomInputs(
            pixels: (0..<rows * side * side * 3).map { _ in UInt8(truncatingIfNeeded: stream.next()) }, rows: rows)
        let phase = PhaseRun(
            configuration.phases[0], plan, inputs: inputs,
            objective: data.objective(batchSize: rows, form: configuration.ratingLoss), configuration)
        var milliseconds: [Double] = []
        for step in 0..<steps + 2 {
            let start = ContinuousClock.now
            _ = try TuningError.make { try phase.train(epoch: step, order: Array(0..<rows)) { false } }
            if step >= 2 { milliseconds.append((ContinuousClock.now - start) / .milliseconds(1)) }
        }
        self.milliseconds = milliseconds
        (self.network, batchSize, self.side) = (body.network.name, rows, side)
        (precision, self.threads, mapBytes) = (configuration.precision, threads, plan.mapBytes)
    }
}

/// The same bytes in every epoch.
private struct RandomInputs: PhaseInputs {
    let pixels: [UInt8]
    let rows: Int

    func training(epoch: Int, order: [Int], _ body: (PhaseBatch) throws -> Void) throws {
        try body(PhaseBatch(photographs: order, values: .bytes(pixels)))
    }

    func evaluation(order: [Int], _ body: (PhaseBatch) throws -> Void) throws {}
}
