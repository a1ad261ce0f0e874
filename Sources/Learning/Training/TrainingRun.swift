import Concurrency
import Graphs
import Kernels
import Matrices

/// One training in progress: the network, its optimiser, and the best weights so far.
///
/// `Trainer.start` creates it. Epochs are trained one by one until `isFinished`. Between epochs a snapshot can be taken, from
/// which another run continues to the same bytes. Not for use by several threads at once.
public final class TrainingRun {
    private let architecture: NetworkArchitecture
    private let configuration: TrainingConfiguration
    private let data: TrainingData
    private let scaling: InputScaling?
    private let rows: EpochRows
    private let network: TrainingNetwork
    private let optimiser: any Optimiser
    private let average: WeightAverage?
    private let batch: TrainingBatch
    private let threads: Int
    private var learningRate: Double
    private var steps = 0
    /// The weights of the best epoch so far.
    private(set) var best: Parameters
    /// The results of the epochs so far.
    public private(set) var history = TrainingHistory()

    init(
        architecture: NetworkArchitecture, configuration: TrainingConfiguration, data: TrainingData, threads: Int,
        resumingFrom snapshot: TrainingSnapshot?
    ) throws(LearningError) {
        self.architecture = architecture
        self.configuration = configuration
        self.data = data
        self.threads = threads
        scaling =
            configuration.standardisesInputs
            ? InputScaling(fitting: data.features, rows: data.trainingRows) : nil
        rows = EpochRows(
            rows: data.trainingRows, labels: data.labels, balancing: configuration.balancing, seed: configuration.seed)
        network = try TrainingNetwork(architecture, configuration, data, threads: threads, resumingFrom: snapshot)
        if let snapshot {
            best = try network.parameters(from: snapshot.best)
        } else {
            best = try network.parameters()
        }
        let plan = network.plan
        optimiser = configuration.optimiser.optimiser(tensorCounts: plan.tensorCounts, isKernel: plan.isKernel)
        average = configuration.averageDecay.map { [network, optimiser] in
            WeightAverage(of: network.trainedTensors, decay: $0, optimiser: optimiser)
        }
        batch = TrainingBatch(
            data, scaling: scaling, size: configuration.batchSize, mixup: configuration.mixup, threads: threads)
        learningRate = configuration.learningRate
        if let snapshot { try resume(snapshot) }
    }

    /// Whether all epochs were trained, or the patience has run out.
    public var isFinished: Bool {
        let done = history.epochs.count
        if done >= configuration.epochs { return true }
        guard let patience = configuration.patience, let best = history.best else { return false }
        return done - 1 - best.epoch >= patience
    }

    /// Trains one epoch and validates it.
    ///
    /// - Parameter shouldStop: Called before every step; true ends the training with `LearningError.cancelled`.
    /// - Throws: `LearningError`.
    public func nextEpoch(shouldStop: () -> Bool) throws(LearningError) -> EpochReport {
        let epoch = history.epochs.count
        learningRate = configuration.schedule.rate(
            ofEpoch: epoch, current: learningRate, validationLosses: history.epochs.map(\.validationLoss))
        network.beginEpoch(epoch)
        let order = rows.rows(ofEpoch: epoch)
        let start = ContinuousClock.now
        let training = try train(on: order, epoch: epoch, shouldStop: shouldStop)
        let time = ContinuousClock.now - start
        let parameters = try averagedParameters()
        let validation = try validate(parameters)
        let record = EpochRecord(
            epoch: epoch, learningRate: learningRate, trainingLoss: training.loss / Double(order.count),
            trainingAccuracy: Double(training.correct) / Double(order.count),
            validationLoss: validation.loss / Double(data.validationRows.count),
            validationAccuracy: Double(validation.correct) / Double(data.validationRows.count))
        guard record.trainingLoss.isFinite && record.validationLoss.isFinite else { throw .diverged(epoch: epoch) }
        history.append(record)
        if history.best?.epoch == epoch { best = parameters }
        let steps = WorkBlocks.count(of: configuration.batchSize, covering: order.count)
        return EpochReport(record: record, steps: steps, stepTime: time / steps)
    }

    /// The network of the best epoch, calibrated if the configuration asks for it.
    ///
    /// - Throws: `LearningError`.
    public func result() throws(LearningError) -> TrainedNetwork { try result(calibratedBy: calibration()) }

    /// The network of the best epoch, with its logits divided by the given temperature; nil leaves them as they are.
    ///
    /// - Throws: `LearningError`.
    public func result(calibratedBy calibration: TemperatureCalibration?) throws(LearningError) -> TrainedNetwork {
        let parameters = try LearningError.make {
            try calibration.map { try architecture.dividingLogits(of: best, by: $0.temperature) } ?? best
        }
        return try TrainedNetwork(
            architecture: architecture, inputs: data.features.columns, parameters: parameters, inputScaling: scaling,
            history: history, calibration: calibration)
    }

    /// The temperature that fits the validation rows best; nil if the configuration asks for none.
    ///
    /// - Throws: `LearningError`.
    public func calibration() throws(LearningError) -> TemperatureCalibration? {
        guard configuration.calibrates else { return nil }
        return TemperatureCalibration(
            logits: try validationLogits(best), labels: data.validationRows.map { data.validationLabels[$0] })
    }

    /// The rows that choose the best epoch: rows of the features, or of a separate validation part.
    public var validationRows: [Int] { data.validationRows }

    /// The state after the last epoch.
    ///
    /// Cost: a copy of all tensors.
    ///
    /// - Throws: `LearningError`.
    public func snapshot() throws(LearningError) -> TrainingSnapshot {
        TrainingSnapshot(
            history: history, parameters: try network.parameters().tensors, best: best.tensors, optimiser: optimiser.state,
            averages: average?.tensors, projection: network.projection)
    }

    private func resume(_ snapshot: TrainingSnapshot) throws(LearningError) {
        let state = snapshot.optimiser
        guard state.tensors.map(\.count) == optimiser.state.tensors.map(\.count) else {
            throw .snapshotDiffers("its optimiser holds tensors of different sizes")
        }
        guard snapshot.averages?.map(\.count) == average?.tensors.map(\.count) else {
            throw .snapshotDiffers("its averages have different sizes")
        }
        optimiser.state = state
        steps = state.steps
        if let averages = snapshot.averages { average?.tensors = averages }
        history = snapshot.history
        learningRate = history.epochs.last?.learningRate ?? learningRate
    }

    private func averagedParameters() throws(LearningError) -> Parameters {
        try network.parameters(averages: average?.tensors)
    }

    private func train(
        on order: [Int], epoch: Int, shouldStop: () -> Bool
    ) throws(LearningError) -> LossTotal {
        var mixing = RandomStream(seed: configuration.seed, name: "mixup.epoch.\(epoch)")
        var total = LossTotal()
        for start in stride(from: 0, to: order.count, by: configuration.batchSize) {
            if shouldStop() { throw .cancelled(epoch: epoch) }
            let rows = order[start..<min(start + configuration.batchSize, order.count)]
            batch.fill(rows, mixedBy: &mixing)
            average?.beginStep(after: steps)
            optimiser.beginStep(learningRate: learningRate)
            steps += 1
            let consumer: any GradientConsumer = average ?? optimiser
            let step = network.step(rows, of: batch, consumer: consumer)
            guard step.loss.isFinite else { throw .diverged(epoch: epoch) }
            total.add(step)
        }
        return total
    }

    /// The plain cross-entropy of the validation rows, or the distance from their ratings.
    private func validate(_ parameters: Parameters) throws(LearningError) -> LossTotal {
        let logits = try validationLogits(parameters)
        let ratings = data.ratings?.shares
        let plain = ClassificationLoss()
        var total = LossTotal()
        logits.withUnsafeBufferPointer { logits in
            guard let logits = logits.baseAddress else { return }
            let classes = architecture.classes
            for (position, row) in data.validationRows.enumerated() {
                let logits = logits + position * classes
                if let ratings {
                    ratings.withUnsafeBufferPointer { shares in
                        guard let target = shares.baseAddress.map({ $0 + row * classes }) else { return }
                        EarthMoverLoss.add(logits, bins: classes, target: target, share: 1, gradient: nil, to: &total)
                    }
                } else {
                    plain.add(
                        logits, classes: classes, labels: .init(data.validationLabels[row]), share: 1, gradient: nil, to: &total)
                }
            }
        }
        return total
    }

    private func validationLogits(_ parameters: Parameters) throws(LearningError) -> Matrix {
        let pass = try RowInference(network.model(parameters), output: NetworkArchitecture.logits, threads: threads)
        return try pass.values(
            of: data.validationRows, from: RowGathering(features: data.validationFeatures, scaling: scaling, threads: threads))
    }
}
