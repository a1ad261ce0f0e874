import Batches
import Graphs
import Kernels
import Learning
import Matrices

/// One batch of a phase: the numbers of its photographs, and their inputs.
struct PhaseBatch {
    enum Values {
        /// `[rows, height, width, 3]`.
        case bytes([UInt8])
        /// `[rows, columns]`.
        case features(Matrix)
    }

    let photographs: [Int]
    let values: Values

    /// Computes the plan's outputs for it.
    func forward(_ plan: Plan) {
        switch values {
        case .bytes(let pixels):
            pixels.withUnsafeBufferPointer { pixels in
                if let pixels = pixels.baseAddress { plan.forward(bytes: pixels, rows: photographs.count) }
            }
        case .features(let rows):
            rows.withUnsafeBufferPointer { values in
                if let values = values.baseAddress { plan.forward(values, rows: rows.rows) }
            }
        }
    }
}

/// Where the batches of a phase come from.
protocol PhaseInputs {
    /// Calls `body` with each batch of an epoch of training, in the given order of photographs.
    func training(epoch: Int, order: [Int], _ body: (PhaseBatch) throws -> Void) throws
    /// The same for photographs without random cuts.
    func evaluation(order: [Int], _ body: (PhaseBatch) throws -> Void) throws
}

/// Photographs that are decoded and cut anew for every epoch.
struct PixelInputs: PhaseInputs {
    let batches: PhotographBatches

    func training(epoch: Int, order: [Int], _ body: (PhaseBatch) throws -> Void) throws {
        try forEach(batches.training(epoch: epoch, order: order), body)
    }

    func evaluation(order: [Int], _ body: (PhaseBatch) throws -> Void) throws {
        try forEach(batches.evaluation(order: order), body)
    }

    private func forEach(_ sequence: BatchSequence, _ body: (PhaseBatch) throws -> Void) throws {
        defer { sequence.stop() }
        while let batch = try sequence.next() {
            try body(PhaseBatch(photographs: batch.photographs, values: .bytes(batch.pixels)))
        }
    }
}

/// Features of photographs that were computed once, some for each photograph.
struct FeatureInputs: PhaseInputs {
    /// For each photograph to train on, the rows of its variants; none of broken ones.
    private let trainingRows: [Int: [Int]]
    private let training: Matrix
    private let evaluationRows: [Int: Int]
    private let evaluation: Matrix
    private let batchSize: Int
    private let seed: UInt64

    /// Computes the features of photographs.
    ///
    /// - Parameters:
    ///   - body: Gives features of pixels.
    ///   - variants: The number of inputs that are made of each photograph to train on, by random cuts.
    ///   - progress: Called before each batch with the number of inputs that are done, and after the last one; it may throw to
    ///     stop.
    init(
        of split: StratifiedSplit, from pixels: PixelInputs, body: BodyFeatures, variants: Int, batchSize: Int, seed: UInt64,
        progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws {
        let total = variants * split.training.count + split.validation.count
        var done = 0
        var trainingRows: [Int: [Int]] = [:], evaluationRows: [Int: Int] = [:]
        var (values, others): ([Float], [Float]) = ([], [])
        for variant in 0..<variants {
            try pixels.training(epoch: variant, order: split.training) { batch in
                try progress(done, total)
                let rows = body.features(of: batch)
                for (place, photograph) in batch.photographs.enumerated() {
                    trainingRows[photograph, default: []].append(values.count / body.columns + place)
                }
                values += rows
                done += batch.photographs.count
            }
        }
        try pixels.evaluation(order: split.validation) { batch in
            try progress(done, total)
            for (place, photograph) in batch.photographs.enumerated() {
                evaluationRows[photograph] = others.count / body.columns + place
            }
            others += body.features(of: batch)
            done += batch.photographs.count
        }
        // Broken photographs have no features.
        try progress(total, total)
        (self.trainingRows, self.evaluationRows, self.batchSize, self.seed) = (trainingRows, evaluationRows, batchSize, seed)
        training = Matrix(rows: values.count / body.columns, columns: body.columns, elements: values)
        evaluation = Matrix(rows: others.count / body.columns, columns: body.columns, elements: others)
    }

    func training(epoch: Int, order: [Int], _ body: (PhaseBatch) throws -> Void) throws {
        var stream = RandomStream(seed: seed, name: "variants.epoch.\(epoch)")
        let chosen = order.compactMap { photograph in
            trainingRows[photograph].map { (photograph, $0[Int.random(in: 0..<$0.count, using: &stream)]) }
        }
        try forEach(chosen, of: training, body)
    }

    func evaluation(order: [Int], _ body: (PhaseBatch) throws -> Void) throws {
        try forEach(order.compactMap { photograph in evaluationRows[photograph].map { (photograph, $0) } }, of: evaluation, body)
    }

    private func forEach(_ rows: [(photograph: Int, row: Int)], of matrix: Matrix, _ body: (PhaseBatch) throws -> Void) throws {
        for start in stride(from: 0, to: rows.count, by: batchSize) {
            let part = rows[start..<min(start + batchSize, rows.count)]
            try body(
                PhaseBatch(photographs: part.map(\.photograph), values: .features(matrix.selecting(rows: part.map(\.row)))))
        }
    }
}

/// A body that stays as it is, ready to give features.
final class BodyFeatures {
    let columns: Int
    private let plan: Plan
    private let node: Int

    /// - Throws: `PlanError`, `GraphError`.
    init(_ body: Model, _ settings: Plan.Settings) throws {
        plan = try Plan(body.folding(), settings)
        guard let node = plan.graph.index(ofOutput: TuningNetwork.features) else {
            preconditionFailure("a body has features")
        }
        (self.node, columns) = (node, plan.graph.nodes[node].channels)
    }

    /// The implementations of convolutions that were chosen so far.
    var implementations: [[Int]: String] { plan.implementations }

    /// `[rows, columns]`.
    func features(of batch: PhaseBatch) -> [Float] {
        batch.forward(plan)
        return Array(UnsafeBufferPointer(start: plan.values(at: node), count: batch.photographs.count * columns))
    }
}
