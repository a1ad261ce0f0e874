import Graphs
import Kernels
import Matrices

/// One output of a model on rows of features: batch normalisation uses its moving statistics, and there is no dropout.
struct RowInference {
    private let model: Model
    private let node: Int
    private let threads: Int

    /// The number of rows that go through the layers together.
    private static let chunkRows = 256

    /// The output with this name.
    ///
    /// - Throws: `LearningError` if the graph has no such output.
    init(_ model: Model, output: String, threads: Int) throws(LearningError) {
        let part = try LearningError.make {
            let graph = model.graph.pruned(toOutputs: [output])
            return try Model(graph, parameters: model.parameters)
        }
        guard let node = part.graph.index(ofOutput: output) else { throw .graph(.outputWithoutNode(output)) }
        (self.model, self.node, self.threads) = (part, node, threads)
    }

    /// The output's values `[rows.count, width]` of the named rows.
    func values(of rows: some RandomAccessCollection<Int>, from source: RowGathering) throws(LearningError) -> Matrix {
        let width = model.graph.nodes[node].channels
        guard !rows.isEmpty else { return Matrix(rows: 0, columns: width) }
        let chunk = min(Self.chunkRows, rows.count)
        let plan = try LearningError.make { try Plan(model, .init(batchSize: chunk, isTraining: false, workers: threads)) }
        let input = FloatBuffer(count: chunk * source.features.columns)
        return Matrix(rows: rows.count, columns: width) { target in
            guard let target = target.baseAddress else { return }
            var done = 0
            while done < rows.count {
                let count = min(chunk, rows.count - done)
                let first = rows.index(rows.startIndex, offsetBy: done)
                source.gather(rows[first..<rows.index(first, offsetBy: count)], into: input.pointer)
                plan.forward(UnsafePointer(input.pointer), rows: count)
                (target + done * width).update(from: plan.values(at: node), count: count * width)
                done += count
            }
        }
    }

    /// The derivatives of one number of the output with respect to the rows `[rows, inputs]`, each at its own row.
    func gradients(ofColumn column: Int, at rows: Matrix) throws(LearningError) -> Matrix {
        let (width, inputs) = (model.graph.nodes[node].channels, rows.columns)
        guard rows.rows > 0 else { return rows }
        let chunk = min(Self.chunkRows, rows.rows)
        let plan = try LearningError.make {
            try Plan(model, .init(batchSize: chunk, isTraining: false, differentiatesInputs: true, workers: threads))
        }
        return Matrix(rows: rows.rows, columns: inputs) { target in
            rows.withUnsafeBufferPointer { values in
                guard let target = target.baseAddress, let values = values.baseAddress else { return }
                for start in stride(from: 0, to: rows.rows, by: chunk) {
                    let count = min(chunk, rows.rows - start)
                    plan.forward(values + start * inputs, rows: count)
                    plan.beginBackward()
                    plan.addGradient(at: node, rows: count) { gradient in
                        gradient.update(repeating: 0, count: count * width)
                        for row in 0..<count { gradient[row * width + column] = 1 }
                    }
                    plan.backward(rows: count, consumer: NoConsumer())
                    (target + start * inputs).update(from: plan.inputGradient(0), count: count * inputs)
                }
            }
        }
    }
}
