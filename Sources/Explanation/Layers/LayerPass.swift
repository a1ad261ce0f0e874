import Graphs
import Kernels
import Matrices

/// A model made ready for pictures of one size: values forward, gradients or relevance back.
///
/// Not thread-safe: one thread at a time calls it, and it uses several inside.
package final class LayerPass {
    /// The model for pictures of this size.
    package let explained: ExplainedModel
    /// The graph, whose maps have sizes.
    package let graph: Graph
    /// The pictures that it takes at once.
    package let rows: Int
    package let plan: Plan
    /// The number of values of each input, of one picture.
    package let counts: [Int]
    /// The memory that it keeps: maps, and weights as they are and in the order of each direction.
    var bytes: Int {
        let weights = graph.parameterCount * MemoryLayout<Float>.size
        return plan.mapBytes + 3 * weights
    }
    private let buffers: [FloatBuffer]

    /// What a pass is made for.
    package struct Settings {
        /// Pictures at once.
        package var rows = 1
        package var threads = 1
        /// Whether anything goes back to the pictures.
        package var goesBack = true
        /// How relevance goes back; nil for gradients.
        package var relevance: RelevanceSettings?
        /// The nodes that the plan's observer sees.
        package var observed: Set<Int> = []

        package init() {}
    }

    /// Prepares a model for pictures of the given sizes.
    ///
    /// - Throws: `GraphError` if a picture is too small, `PlanError` for an operation that cannot be run.
    package init(_ explained: ExplainedModel, sizes: [Extent], _ settings: Settings) throws {
        self.explained = explained
        let (graph, rows) = (try explained.model.graph.bound(to: sizes), settings.rows)
        (self.graph, self.rows) = (graph, rows)
        let model = try Model(graph, parameters: explained.model.parameters)
        var plan = Plan.Settings(
            batchSize: rows, isTraining: false, differentiatesInputs: settings.goesBack, workers: settings.threads)
        plan.relevance = settings.relevance
        plan.observed = settings.observed
        self.plan = try Plan(model, plan)
        let counts = graph.inputs.map { graph.nodes[$0].shape.count ?? 0 }
        self.counts = counts
        buffers = counts.map { FloatBuffer(count: rows * $0) }
    }

    /// Computes the verdicts on up to `rows` pictures.
    ///
    /// - Parameter pictures: For each picture the values of each input, `[3, height, width]`.
    /// - Returns: The verdicts as single numbers.
    package func forward(_ pictures: [[[Float]]]) -> [Double] {
        for (row, picture) in pictures.enumerated() {
            for (input, values) in picture.enumerated() {
                precondition(values.count == counts[input], "\(values.count) values for an input of \(counts[input])")
                (buffers[input].pointer + row * counts[input]).update(from: values, count: values.count)
            }
        }
        plan.forward(inputs: buffers.map { UnsafePointer($0.pointer) }, rows: pictures.count)
        let width = graph.nodes[explained.verdict].channels
        return pictures.indices.map { explained.value(plan.values(at: explained.verdict) + $0 * width) }
    }

    /// The number that is explained, of each of the pictures that `forward` took last, and the weights whose sum it is.
    func explainedNumbers(_ number: ExplainedNumber, pictures: Int) -> (values: [Double], weights: [[Float]], node: Int) {
        let node = number == .verdict ? explained.verdict : explained.logits
        let (width, verdictWidth) = (graph.nodes[node].channels, graph.nodes[explained.verdict].channels)
        let weights = (0..<pictures).map { row in
            number == .verdict
                ? explained.verdictWeights : explained.logitWeights(plan.values(at: explained.verdict) + row * verdictWidth)
        }
        let values = (0..<pictures).map { row in
            weights[row].indices.reduce(0.0) {
                $0 + Double(weights[row][$1]) * Double(plan.values(at: node)[row * width + $1])
            }
        }
        return (values, weights, node)
    }

    /// Computes verdicts, and takes the gradient of the explained number, or its relevance, back.
    ///
    /// - Parameters:
    ///   - pictures: For each picture the values of each input, `[3, height, width]`.
    ///   - number: What is explained.
    ///   - weights: By what the values of the explained node are multiplied and summed up; nil for what `number` says.
    /// - Returns: The explained numbers. The plan holds what has come back.
    package func runBack(_ pictures: [[[Float]]], _ number: ExplainedNumber, weights: [Float]? = nil) -> [Double] {
        _ = forward(pictures)
        let found = explainedNumbers(number, pictures: pictures.count)
        let width = graph.nodes[found.node].channels
        var values = found.values
        plan.beginBackward()
        plan.addGradient(at: found.node, rows: pictures.count) { target in
            for row in pictures.indices {
                let used = weights ?? found.weights[row]
                for column in 0..<width { target[row * width + column] = used[column] }
            }
        }
        if let weights {
            values = pictures.indices.map { row in
                weights.indices.reduce(0.0) {
                    $0 + Double(weights[$1]) * Double(plan.values(at: found.node)[row * width + $1])
                }
            }
        }
        plan.backward(rows: pictures.count, consumer: NoConsumer())
        return values
    }

    /// The gradients of the explained number at each input of each picture, `[3, height, width]`.
    package func gradients(
        _ pictures: [[[Float]]], _ number: ExplainedNumber, weights: [Float]? = nil
    ) -> (values: [Double], gradients: [[[Float]]]) {
        let values = runBack(pictures, number, weights: weights)
        let gradients = pictures.indices.map { row in
            counts.indices.map { input in
                Array(UnsafeBufferPointer(start: plan.inputGradient(input) + row * counts[input], count: counts[input]))
            }
        }
        return (values, gradients)
    }
}
