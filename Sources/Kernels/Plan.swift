import Graphs
import LinearAlgebra
import Matrices

/// A model made ready to run: one kernel for each node or fused pair of nodes, and buffers that are allocated once.
///
/// Forward gives every output; backward takes the gradients of some of them to parameters and, where asked for, to the input. A
/// node that several others read sums up what they hand back. Not thread-safe: one thread at a time calls it, and kernels use
/// several inside, on whose number no result depends.
package final class Plan {
    /// How a plan is run.
    package struct Settings {
        /// Rows at a time, at most.
        package var batchSize: Int
        /// Whether parameters are trained, batches normalised by their own statistics, and dropout drops.
        package var isTraining: Bool
        /// Whether the gradient of the inputs is kept.
        package var differentiatesInputs: Bool
        package var precision: ProductPrecision
        package var workers: Int

        /// Settings; on `workers` no result depends.
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
    private let batchSize: Int
    private let initial: Parameters

    /// A plan that starts from the model's parameters, and trains copies of them.
    ///
    /// Memory: of a plan that trains, the parameters once more; three numbers a row for every number that a layer gives.
    ///
    /// - Throws: `PlanError` for an operation that has no kernel.
    package init(_ model: Model, _ settings: Settings) throws(PlanError) {
        graph = model.graph
        initial = model.parameters
        batchSize = settings.batchSize
        parts = try PlanParts(model, settings)
        trained = parts.trained
    }

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

    /// Computes every node for `rows` rows `[rows, width]` of each input, in the order of the graph's inputs.
    package func forward(_ inputs: UnsafePointer<Float>..., rows: Int) {
        forward(rows: rows) { inputs[$0] }
    }

    /// The same of a single input.
    package func forward(_ input: UnsafePointer<Float>, rows: Int) {
        forward(rows: rows) { _ in input }
    }

    private func forward(rows: Int, _ input: (Int) -> UnsafePointer<Float>) {
        precondition(rows > 0 && rows <= batchSize, "\(rows) rows do not fit a batch of \(batchSize)")
        for place in parts.inputs.indices { parts.inputs[place].lend(input(place)) }
        for kernel in parts.kernels { kernel.kernel.forward(rows: rows) }
    }

    /// What the node at this position gave last, `[rows, width]`.
    package func values(at node: Int) -> UnsafePointer<Float> { parts.slots[node].values }

    /// Begins a way back: no node has a gradient yet.
    package func beginBackward() {
        for slot in parts.slots { slot.forgetGradient() }
    }

    /// Adds a gradient of the loss with respect to the node at this position, `[rows, width]`, which `write` fills.
    package func addGradient(at node: Int, rows: Int, _ write: (UnsafeMutablePointer<Float>) -> Void) {
        parts.slots[node].addGradient(rows: rows, write)
    }

    /// Takes the gradients that were added to all that lies before: `consumer` gets that of every parameter, once each.
    ///
    /// Cost: 4 operations a row and kernel element, 2 where the input's gradient is not needed.
    package func backward(rows: Int, consumer: any GradientConsumer) {
        for kernel in parts.kernels.reversed() where kernel.result.hasGradient {
            kernel.kernel.backward(rows: rows, consumer: consumer)
        }
    }

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
