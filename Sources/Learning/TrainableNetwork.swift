import LinearAlgebra
import Matrices

/// A network while it is trained: one stage a layer, its buffers allocated once for the batch size.
///
/// Not thread-safe: one thread at a time calls it, and the passes use several inside.
package final class TrainableNetwork {
    private let stages: [any TrainingStage]
    private let firstTensors: [Int]
    private let matching: LayerMatching?
    /// The stage whose output is matched: that before the last layer, dropout left aside.
    private let matchedStage: Int
    private let classes: Int
    private let batchSize: Int
    private let seed: UInt64

    /// The sizes of all parameter tensors, in the order in which gradients are consumed.
    package let tensorCounts: [Int]
    /// Of each tensor, whether it is the kernel of a dense layer.
    package let isKernel: [Bool]

    /// A network that starts from `parameters`, whose shapes must be those of the architecture; its passes use
    /// `workers` threads, on whose number no result depends. With a `projection`, a dense layer's parameters, what reaches
    /// the last layer is matched to a teacher's by the weight `matching`.
    package init(
        architecture: NetworkArchitecture, parameters: [LayerParameters], batchSize: Int, seed: UInt64,
        precision: ProductPrecision = .float32, projection: LayerParameters? = nil, matching: Double = 0,
        workers: Int = BLASThreads.count
    ) {
        var width = 0
        stages = zip(architecture.layers, parameters).enumerated().map { index, pair in
            switch pair {
            case (.dense(let units, let activation), .dense(let kernel, let bias)):
                width = units
                return DenseStage(
                    kernel: kernel, bias: bias, activation: activation, batchSize: batchSize, precision: precision,
                    workers: workers)
            case (
                .batchNormalization(let momentum, let epsilon),
                .batchNormalization(let gamma, let beta, let movingMean, let movingVariance)
            ):
                width = gamma.count
                return BatchNormalizationStage(
                    gamma: gamma, beta: beta, movingMean: movingMean, movingVariance: movingVariance,
                    momentum: momentum, epsilon: epsilon, batchSize: batchSize, workers: workers)
            case (.dropout(let rate), .dropout):
                return DropoutStage(
                    rate: rate, width: width, batchSize: batchSize,
                    stream: Self.stream(seed: seed, layer: index, epoch: 0), workers: workers)
            default:
                preconditionFailure("the parameters of layer \(index) are not those of its kind")
            }
        }
        if case .dense(let kernel, let bias)? = projection {
            self.matching = LayerMatching(
                kernel: kernel, bias: bias, weight: matching, batchSize: batchSize, precision: precision, workers: workers)
        } else {
            self.matching = nil
        }
        matchedStage = stages.dropLast().lastIndex { !($0 is DropoutStage) } ?? 0
        tensorCounts = stages.flatMap(\.tensorCounts) + (self.matching?.tensorCounts ?? [])
        isKernel =
            stages.flatMap { stage in stage.tensorCounts.indices.map { $0 == 0 && stage is DenseStage } }
            + (self.matching == nil ? [] : [true, false])
        var first = 0
        firstTensors = stages.map { stage in
            defer { first += stage.tensorCounts.count }
            return first
        }
        classes = architecture.classes
        self.batchSize = batchSize
        self.seed = seed
    }

    /// The parameters as they are now, one a layer. Cost: a copy.
    package var parameters: [LayerParameters] { stages.map(\.parameters) }

    /// The parameters of the projection as they are now, where there is one.
    var projection: LayerParameters? { matching?.parameters }

    /// Renews the dropout streams, so that the masks of an epoch depend on the seed and the epoch alone.
    package func beginEpoch(_ epoch: Int) {
        for (index, stage) in stages.enumerated() {
            (stage as? DropoutStage)?.renew(stream: Self.stream(seed: seed, layer: index, epoch: epoch))
        }
    }

    /// One way forward and back through the rows of a batch; `consumer` gets the gradient of the mean loss with respect
    /// to every parameter, once each.
    ///
    /// Shapes: input `[targets.rows, inputs]`; at most the batch size of rows.
    /// Cost: 6 operations a row and kernel element, less 2 for the first kernel, whose input gradient is not needed.
    package func step(
        input: UnsafePointer<Float>, targets: RowTargets, loss: ClassificationLoss, consumer: any GradientConsumer
    ) -> ClassificationLoss.Total {
        let rows = targets.rows
        precondition(rows > 0 && rows <= batchSize, "\(rows) rows do not fit a batch of \(batchSize)")
        var current = input
        for stage in stages {
            stage.forward(current, rows: rows)
            current = UnsafePointer(stage.output.pointer)
        }
        var total = loss.evaluate(
            logits: current, classes: classes, targets: targets, gradient: stages[stages.count - 1].gradient.pointer)
        for index in stages.indices.reversed() {
            if let matching, index == matchedStage, let teacher = targets.teacherLayer {
                total.loss += matching.backward(
                    UnsafePointer(stages[index].output.pointer), teacher: teacher, rows: rows,
                    gradient: stages[index].gradient.pointer, firstTensor: tensorCounts.count - 2, consumer: consumer)
            }
            stages[index].backward(
                index == 0 ? input : UnsafePointer(stages[index - 1].output.pointer), rows: rows,
                inputGradient: index == 0 ? nil : stages[index - 1].gradient.pointer,
                firstTensor: firstTensors[index], consumer: consumer)
        }
        return total
    }

    private static func stream(seed: UInt64, layer: Int, epoch: Int) -> RandomStream {
        RandomStream(seed: seed, name: "dropout.\(layer).epoch.\(epoch)")
    }
}
