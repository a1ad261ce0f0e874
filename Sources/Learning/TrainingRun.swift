import LinearAlgebra
import Matrices

/// One training under way: the network, its optimiser, and the best weights so far.
struct TrainingRun {
    private let architecture: NetworkArchitecture
    private let configuration: TrainingConfiguration
    private let data: TrainingData
    private let scaling: InputScaling?
    private let rows: EpochRows
    private let network: TrainableNetwork
    private let adam: Adam
    private let batch: TrainingBatch
    private var learningRate: Double
    private var history = TrainingHistory()
    private var best: [LayerParameters]

    init(architecture: NetworkArchitecture, configuration: TrainingConfiguration, data: TrainingData) {
        self.architecture = architecture
        self.configuration = configuration
        self.data = data
        scaling =
            configuration.standardisesInputs
            ? InputScaling(fitting: data.features, rows: data.trainingRows) : nil
        rows = EpochRows(
            rows: data.trainingRows, labels: data.labels, balancing: configuration.balancing, seed: configuration.seed)
        best = Initialisation.parameters(
            of: architecture, inputs: data.features.columns, seed: configuration.seed)
        network = TrainableNetwork(
            architecture: architecture, parameters: best, batchSize: configuration.batchSize, seed: configuration.seed,
            precision: configuration.precision)
        adam = Adam(tensorCounts: network.tensorCounts)
        batch = TrainingBatch(
            source: RowGathering(features: data.features, scaling: scaling), labels: data.labels, teacher: data.teacher,
            size: configuration.batchSize)
        learningRate = configuration.learningRate
    }

    /// Whether all epochs were trained, or the patience has run out.
    var isFinished: Bool {
        let done = history.epochs.count
        if done >= configuration.epochs { return true }
        guard let patience = configuration.patience, let best = history.best else { return false }
        return done - 1 - best.epoch >= patience
    }

    /// Trains one epoch and validates it.
    mutating func nextEpoch(shouldStop: () -> Bool) throws(LearningError) -> EpochReport {
        let epoch = history.epochs.count
        learningRate = configuration.schedule.rate(ofEpoch: epoch, current: learningRate)
        network.beginEpoch(epoch)
        let order = rows.rows(ofEpoch: epoch)
        let start = ContinuousClock.now
        let training = try train(on: order, epoch: epoch, shouldStop: shouldStop)
        let time = ContinuousClock.now - start
        let validation = validate()
        let record = EpochRecord(
            epoch: epoch, learningRate: learningRate, trainingLoss: training.loss / Double(order.count),
            trainingAccuracy: Double(training.correct) / Double(order.count),
            validationLoss: validation.loss / Double(data.validationRows.count),
            validationAccuracy: Double(validation.correct) / Double(data.validationRows.count))
        guard record.trainingLoss.isFinite && record.validationLoss.isFinite else { throw .diverged(epoch: epoch) }
        history.append(record)
        if history.best?.epoch == epoch { best = network.parameters }
        let steps = WorkBlocks.count(of: configuration.batchSize, covering: order.count)
        return EpochReport(record: record, steps: steps, stepTime: time / steps)
    }

    /// The network of the best epoch.
    func result() throws(LearningError) -> TrainedNetwork {
        try TrainedNetwork(
            architecture: architecture, inputs: data.features.columns, parameters: best, inputScaling: scaling,
            history: history)
    }

    private func train(
        on order: [Int], epoch: Int, shouldStop: () -> Bool
    ) throws(LearningError) -> ClassificationLoss.Total {
        let loss = ClassificationLoss(distillation: configuration.distillation)
        var total = ClassificationLoss.Total()
        for start in stride(from: 0, to: order.count, by: configuration.batchSize) {
            if shouldStop() { throw .cancelled(epoch: epoch) }
            batch.fill(order[start..<min(start + configuration.batchSize, order.count)])
            adam.beginStep(learningRate: learningRate)
            let step = batch.withUnsafePointers { input, labels, teacher in
                network.step(input: input, labels: labels, teacher: teacher, loss: loss, consumer: adam)
            }
            guard step.loss.isFinite else { throw .diverged(epoch: epoch) }
            total.add(step)
        }
        return total
    }

    /// The cross-entropy of the validation rows under the weights as they are now.
    private func validate() -> ClassificationLoss.Total {
        let logits = InferencePass(layers: architecture.layers, parameters: network.parameters).logits(
            of: data.validationRows, from: RowGathering(features: data.validationFeatures, scaling: scaling),
            classes: architecture.classes)
        let labels = data.validationRows.map { data.validationLabels[$0] }
        return logits.withUnsafeBufferPointer { logits in
            labels.withUnsafeBufferPointer { labels in
                guard let logits = logits.baseAddress else { return ClassificationLoss.Total() }
                return ClassificationLoss(distillation: nil).evaluate(
                    logits: logits, classes: architecture.classes, labels: labels, teacher: nil, gradient: nil)
            }
        }
    }
}
