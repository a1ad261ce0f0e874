import Graphs
import LinearAlgebra
import Matrices

/// A model made ready to run: one kernel for each node or fused pair of nodes, and buffers that are allocated once.
///
/// Forward gives every output; backward takes the gradients of some of them to parameters and, where asked for, to the input. A
/// node that several others read sums up what they hand back. Not thread-safe: one thread at a time calls it, and kernels use
/// several inside, on whose number no result of a graph without maps depends.
package final class Plan {
    /// How a plan is run.
    package struct Settings {
        /// Rows at a time, at most.
        package var batchSize: Int
        /// Whether parameters are trained, batches normalised by their own statistics, and dropout drops.
        package var isTraining: Bool
        /// Whether the gradient of the inputs is kept.
        package var differentiatesInputs: Bool
        /// The format of the factors of products, and of maps; sums, parameters and statistics are in float32 in either.
        package var precision: ProductPrecision
        package var workers: Int
        /// Layers whose parameters and statistics stay as they are.
        package var frozen: Set<String> = []
        /// Layers whose batches are normalised by the moving statistics, which stay as they are, though other tensors are trained.
        package var fixedStatistics: Set<String> = []
        /// Whether moving variances follow the batch's divided by n - 1, as in PyTorch, and not by n, as in Keras.
        package var movesUnbiasedVariance = false
        /// How the bytes of photographs become the first input; nil if the caller gives numbers.
        package var bytes: ByteRule?
        /// How the channels of maps lie in memory; nil for the order that suits the graph.
        package var order: MapOrder?
        /// The implementations of convolutions that an earlier plan chose; nil to choose.
        package var implementations: [[Int]: String] = [:]
        /// How relevance is taken back; nil for gradients.
        package var relevance: RelevanceSettings?
        /// The positions of nodes that `observer` sees.
        package var observed: Set<Int> = []
        /// The most bytes that maps may take; nil for no limit.
        package var memoryLimit: Int?

        /// Settings; on `workers` no result of a graph without maps depends.
        package init(
            batchSize: Int, isTraining: Bool, differentiatesInputs: Bool = false, precision: ProductPrecision = .float32,
            workers: Int = 1
        ) {
            self.batchSize = batchSize
            self.isTraining = isTraining
            self.differentiatesInputs = differentiatesInputs
            self.precision = precision
            self.workers = workers
        }
    }

    package let graph: Graph
    /// The tensors that gradients are consumed of, in the order of their numbers; none unless the plan trains.
    package let trained: [ParameterSpecification]
    private let parts: PlanParts
    private let arena: Arena
    private let batchSize: Int
    private let initial: Parameters
    private let relevance: RelevanceSettings?
    private var isChecking = false
    private var notFinite: String?

    /// A plan that starts from the model's parameters, and trains copies of them.
    ///
    /// Memory: of a plan that trains, the parameters once more; three numbers a row for every number that a layer of vectors
    /// gives; and of maps `mapBytes`, which is known before it is taken. Where that is more than the limit, the results of batch
    /// normalisations are computed once more on the way back, which takes about half the memory and a twentieth more time.
    ///
    /// - Throws: `PlanError` for an operation that has no kernel, or maps that exceed the limit.
    package init(_ model: Model, _ settings: Settings) throws(PlanError) {
        graph = model.graph
        initial = model.parameters
        batchSize = settings.batchSize
        relevance = settings.relevance
        precondition(
            relevance == nil || settings.precision == .float32 && !settings.isTraining && settings.bytes == nil,
            "relevance is taken back in float32, through numbers, by a plan that does not train")
        parts = try PlanParts(model, settings)
        trained = parts.trained
        arena = try parts.arena()
        arena.allocate()
        let before = parts.limitThreads()
        defer { parts.restoreThreads(before) }
        for kernel in parts.kernels { try kernel.kernel.prepare() }
    }

    /// What the maps of a batch and their gradients take.
    package var mapBytes: Int { arena.bytes }

    /// The implementations of convolutions that were chosen, for a plan that must compute in the same order.
    package var implementations: [[Int]: String] { parts.shared?.choice.names ?? [:] }

    /// What the numbers of a plan with maps depend on, apart from its settings.
    package static var engineIdentity: String { ConvolutionEngine.identity }

    /// The sizes of the tensors that gradients are consumed of.
    package var tensorCounts: [Int] { trained.map(\.count) }

    /// Of each of these tensors, whether it is the kernel of a layer, which may decay.
    package var isKernel: [Bool] { trained.map { $0.shape.count > 1 } }

    /// The parameters as they are now.
    ///
    /// Cost: a copy.
    package func parameters() throws -> Parameters {
        try Parameters(of: graph) { try tensor($0.name) ?? Parameters.missing($0) }
    }

    /// One tensor as it is now, copied; nil if the graph needs no such tensor.
    package func tensor(_ name: TensorName) -> [Float]? { parts.tensors[name]?.values ?? initial[name] }

    /// Renews the random numbers of every dropout, by the node's name.
    package func renewDropout(_ stream: (String) -> RandomStream) {
        for kernel in parts.dropouts { kernel.renew(stream: stream(kernel.name)) }
    }

    /// Whether batches are normalised by their own statistics and dropout drops; at first, whether the plan trains.
    package var isTraining: Bool {
        get { parts.mode.isTraining }
        set { parts.mode.isTraining = newValue }
    }

    /// Computes every node for `rows` rows `[rows, width]` of each input, in the order of the graph's inputs.
    package func forward(_ inputs: UnsafePointer<Float>..., rows: Int) {
        for (slot, input) in zip(parts.inputs, inputs) { slot.lend(input) }
        runForward(rows: rows)
    }

    /// The same of inputs in a list.
    package func forward(inputs: [UnsafePointer<Float>], rows: Int) {
        for (slot, input) in zip(parts.inputs, inputs) { slot.lend(input) }
        runForward(rows: rows)
    }

    /// The same of a single input.
    package func forward(_ input: UnsafePointer<Float>, rows: Int) {
        parts.inputs[0].lend(input)
        runForward(rows: rows)
    }

    /// The same of the bytes `[rows, height, width, 3]` of photographs.
    ///
    /// Traps unless the settings say how these become numbers.
    package func forward(bytes: UnsafePointer<UInt8>, rows: Int) {
        guard let kernel = parts.bytes else { preconditionFailure("this plan takes numbers") }
        kernel.lend(bytes)
        runForward(rows: rows)
    }

    private func runForward(rows: Int) {
        precondition(rows > 0 && rows <= batchSize, "\(rows) rows do not fit a batch of \(batchSize)")
        let before = parts.limitThreads()
        for kernel in parts.kernels {
            kernel.kernel.forward(rows: rows)
            show(kernel.result, rows: rows, isForward: true)
            if isChecking, notFinite == nil, !kernel.result.isFinite(rows: rows) { notFinite = kernel.node }
        }
        parts.restoreThreads(before)
    }

    /// Sees the values of observed nodes when they are computed, and what has come back to them before it is handed down.
    package var observer: ((_ node: Int, _ seen: ObservedNode) -> Void)?

    private func show(_ result: any GradientHolder, rows: Int, isForward: Bool) {
        guard let observer, let nodes = parts.observed[ObjectIdentifier(result)] else { return }
        for node in nodes { observer(node, ObservedNode(result, rows: rows, isForward: isForward)) }
    }

    /// The first layer that gives numbers that are not finite, when `forward` computes all once more; nil if all are finite.
    package func firstNonFinite(_ forward: () -> Void) -> String? {
        (isChecking, notFinite) = (true, nil)
        forward()
        isChecking = false
        return notFinite
    }

    /// What the node of an output, at this position, gave last, `[rows, width]`.
    ///
    /// Traps for other nodes.
    package func values(at node: Int) -> UnsafePointer<Float> { output(node).values }

    private func output(_ node: Int) -> Slot {
        guard let slot = parts.outputs[node] else { preconditionFailure("node \(node) is not that of an output") }
        return slot
    }

    /// Begins a way back: no node has a gradient yet.
    package func beginBackward() {
        for kernel in parts.kernels { kernel.result.forgetGradient() }
        for input in parts.inputs { input.forgetGradient() }
    }

    /// Adds a gradient of the loss with respect to the node of an output, at this position, `[rows, width]`, which `write` fills.
    package func addGradient(at node: Int, rows: Int, _ write: (UnsafeMutablePointer<Float>) -> Void) {
        output(node).addGradient(rows: rows, write)
    }

    /// Takes the gradients that were added to all that lies before: `consumer` gets that of every parameter, once each.
    ///
    /// Cost: 4 operations a row and kernel element, 2 where the input's gradient is not needed.
    package func backward(rows: Int, consumer: any GradientConsumer) {
        let before = parts.limitThreads()
        layers = []
        for position in parts.kernels.indices.reversed() {
            for other in parts.restorations[position] ?? [] { parts.kernels[other].kernel.restore(rows: rows) }
            let planned = parts.kernels[position]
            guard planned.result.hasGradient else { continue }
            show(planned.result, rows: rows, isForward: false)
            if let relevance {
                takeBack(planned, rows: rows, relevance)
            } else {
                planned.kernel.backward(rows: rows, consumer: consumer)
            }
        }
        parts.restoreThreads(before)
    }

    /// What each layer took and handed down on the last way back, from the last layer on, if the settings ask for it.
    package private(set) var layers: [LayerRelevance] = []

    private func takeBack(_ planned: PlannedKernel, rows: Int, _ relevance: RelevanceSettings) {
        let call = RelevanceCall(stabiliser: relevance.stabiliser, measures: relevance.measures)
        guard relevance.measures else {
            _ = planned.kernel.relevance(rows: rows, call)
            return
        }
        func sum() -> Double {
            var seen = Set<ObjectIdentifier>()
            return planned.sources.filter { $0.wantsGradient && seen.insert(ObjectIdentifier($0)).inserted }
                .reduce(0) { $0 + $1.relevance(rows: rows) }
        }
        let (taken, before) = (planned.result.relevance(rows: rows), sum())
        let biases = planned.kernel.relevance(rows: rows, call)
        layers.append(LayerRelevance(node: planned.node, taken: taken, handed: sum() - before, biases: biases))
    }

    /// The relevance of an input's values, `[rows, width]`.
    ///
    /// Traps unless the settings asked for it.
    package func inputRelevance(_ place: Int, rows: Int) -> [Float] {
        let slot = parts.inputs[place]
        let found = UnsafeBufferPointer(start: slot.gradientTarget, count: rows * slot.width)
        guard slot.hasGradient else { return [Float](repeating: 0, count: found.count) }
        guard !slot.holdsRelevance else { return Array(found) }
        return found.indices.map { found[$0] * slot.values[$0] }
    }

    /// What has come back to the node of an output that is a vector, `[rows, width]`.
    ///
    /// Traps for other nodes, and where no gradient is wanted.
    package func gradient(at node: Int) -> UnsafePointer<Float> { UnsafePointer(output(node).gradientTarget) }

    /// The gradient with respect to an input, `[rows, width]`.
    ///
    /// Traps unless the settings asked for it.
    package func inputGradient(_ place: Int) -> UnsafePointer<Float> { UnsafePointer(parts.inputs[place].gradientTarget) }
}

/// Consumes nothing: for plans that train nothing.
package final class NoConsumer: GradientConsumer {
    package init() {}

    package func consume(
        tensor: Int, offset: Int, gradient: UnsafeBufferPointer<Float>, parameters: UnsafeMutablePointer<Float>
    ) {}
}
