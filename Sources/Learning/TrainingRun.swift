import LinearAlgebra
import Matrices

/// One training under way: the network, its optimiser, and the best weights so far.
///
/// What `Trainer.start` gives. Epochs are trained one by one until `isFinished`; between two of them a snapshot can be
/// taken, from which another run goes on to the same bytes. Not for several threads at once.
public final class TrainingRun {
    private let architecture: NetworkArchitecture
    private let configuration: TrainingConfiguration
    private let data: TrainingData
    private let scaling: InputScaling?
    private let rows: EpochRows
    private let loss: ClassificationLoss
    private let network: TrainableNetwork
    private let optimiser: any Optimiser
    private let average: WeightAverage?
    private let batch: TrainingBatch
    private var learningRate: Double
    private var steps = 0
    private var best: [LayerParameters]
    /// The epochs so far.
    public private(set) var history = TrainingHistory()

    init(
        architecture: NetworkArchitecture, configuration: TrainingConfiguration, data: TrainingData,
        resumingFrom snapshot: TrainingSnapshot?
    ) throws(LearningError) {
        self.architecture = architecture
        self.configuration = configuration
        self.data = data
        scaling =
            configuration.standardisesInputs
            ? InputScaling(fitting: data.features, rows: data.trainingRows) : nil
        rows = EpochRows(
            rows: data.trainingRows, labels: data.labels, balancing: configuration.balancing, seed: configuration.seed)
        loss = ClassificationLoss(
            distillation: configuration.distillation, focus: configuration.objective.focus,
            smoothing: configuration.objective.labelSmoothing,
            weights: configuration.objective.weighting.weights(
                labels: data.trainingRows.lazy.map { data.labels[$0] }, classes: architecture.classes))
        let initial =
            snapshot?.parameters
            ?? Initialisation.parameters(of: architecture, inputs: data.features.columns, seed: configuration.seed)
        try snapshot?.check(architecture: architecture, inputs: data.features.columns)
        best = snapshot?.best ?? initial
        let projection = try Self.projection(architecture, configuration, data, snapshot)
        network = TrainableNetwork(
            architecture: architecture, parameters: initial, batchSize: configuration.batchSize, seed: configuration.seed,
            precision: configuration.precision, projection: projection,
            matching: configuration.distillation?.matching ?? 0)
        optimiser = configuration.optimiser.optimiser(tensorCounts: network.tensorCounts, isKernel: network.isKernel)
        average = configuration.averageDecay.map { [optimiser] in
            WeightAverage(of: (initial + [projection].compactMap { $0 }).flatMap(\.trained), decay: $0, optimiser: optimiser)
        }
        batch = TrainingBatch(
            data, scaling: scaling, size: configuration.batchSize, mixup: configuration.mixup)
        learningRate = configuration.learningRate
        if let snapshot { try resume(snapshot) }
    }

    /// Where the map to the teacher's layer starts; nil where no layer is matched.
    private static func projection(
        _ architecture: NetworkArchitecture, _ configuration: TrainingConfiguration, _ data: TrainingData,
        _ snapshot: TrainingSnapshot?
    ) throws(LearningError) -> LayerParameters? {
        guard let target = data.teacher?.penultimate else { return nil }
        guard let width = architecture.hiddenWidth else { throw .layerToMatchMissing }
        let start =
            snapshot?.projection
            ?? Initialisation.projection(width: width, teacherWidth: target.columns, seed: configuration.seed)
        guard case .dense(let kernel, _) = start, kernel.rows == width, kernel.columns == target.columns else {
            throw .snapshotDiffers("its map to the teacher's layer is of another shape")
        }
        return start
    }

    /// Whether all epochs were trained, or the patience has run out.
    public var isFinished: Bool {
        let done = history.epochs.count
        if done >= configuration.epochs { return true }
        guard let patience = configuration.patience, let best = history.best else { return false }
        return done - 1 - best.epoch >= patience
    }

    /// Trains one epoch and validates it. `shouldStop` is asked before every step. Throws `LearningError`.
    public func nextEpoch(shouldStop: () -> Bool) throws(LearningError) -> EpochReport {
        let epoch = history.epochs.count
        learningRate = configuration.schedule.rate(
            ofEpoch: epoch, current: learningRate, validationLosses: history.epochs.map(\.validationLoss))
        network.beginEpoch(epoch)
        let order = rows.rows(ofEpoch: epoch)
        let start = ContinuousClock.now
        let training = try train(on: order, epoch: epoch, shouldStop: shouldStop)
        let time = ContinuousClock.now - start
        let parameters = averagedParameters
        let validation = validate(parameters)
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

    /// The network of the best epoch, calibrated where the configuration asks for it. Throws `LearningError`.
    public func result() throws(LearningError) -> TrainedNetwork { try result(calibratedBy: calibration) }

    /// The network of the best epoch, its logits divided by that temperature. Throws `LearningError`.
    public func result(calibratedBy calibration: TemperatureCalibration?) throws(LearningError) -> TrainedNetwork {
        try TrainedNetwork(
            architecture: architecture, inputs: data.features.columns,
            parameters: calibration.map { best.dividingLogits(by: $0.temperature) } ?? best, inputScaling: scaling,
            history: history, calibration: calibration)
    }

    /// The temperature that fits the validation rows best; nil where the configuration asks for none.
    public var calibration: TemperatureCalibration? {
        guard configuration.calibrates else { return nil }
        return TemperatureCalibration(
            logits: validationLogits(best), labels: data.validationRows.map { data.validationLabels[$0] })
    }

    /// The rows that tell which epoch is the best: of the features, or of a validation part of their own.
    public var validationRows: [Int] { data.validationRows }

    /// The state after the last epoch. Cost: a copy of the optimiser's tensors.
    public var snapshot: TrainingSnapshot {
        TrainingSnapshot(
            history: history, parameters: network.parameters, best: best, optimiser: optimiser.state,
            averages: average?.tensors, projection: network.projection)
    }

    private func resume(_ snapshot: TrainingSnapshot) throws(LearningError) {
        let state = snapshot.optimiser
        guard state.tensors.map(\.count) == optimiser.state.tensors.map(\.count) else {
            throw .snapshotDiffers("its optimiser remembers tensors of other sizes")
        }
        guard snapshot.averages?.map(\.count) == average?.tensors.map(\.count) else {
            throw .snapshotDiffers("its averages are of other sizes")
        }
        optimiser.state = state
        steps = state.steps
        if let averages = snapshot.averages { average?.tensors = averages }
        history = snapshot.history
        learningRate = history.epochs.last?.learningRate ?? learningRate
    }

    private var averagedParameters: [LayerParameters] {
        guard let average else { return network.parameters }
        var tensors = average.tensors[...]
        return network.parameters.map { $0.replacing(trainedBy: &tensors) }
    }

    private func train(
        on order: [Int], epoch: Int, shouldStop: () -> Bool
    ) throws(LearningError) -> ClassificationLoss.Total {
        var mixing = RandomStream(seed: configuration.seed, name: "mixup.epoch.\(epoch)")
        var total = ClassificationLoss.Total()
        for start in stride(from: 0, to: order.count, by: configuration.batchSize) {
            if shouldStop() { throw .cancelled(epoch: epoch) }
            batch.fill(order[start..<min(start + configuration.batchSize, order.count)], mixedBy: &mixing)
            average?.beginStep(after: steps)
            optimiser.beginStep(learningRate: learningRate)
            steps += 1
            let consumer: any GradientConsumer = average ?? optimiser
            let step = batch.withUnsafePointers { input, targets in
                network.step(input: input, targets: targets, loss: loss, consumer: consumer)
            }
            guard step.loss.isFinite else { throw .diverged(epoch: epoch) }
            total.add(step)
        }
        return total
    }

    /// The plain cross-entropy of the validation rows, or the distance from their ratings.
    private func validate(_ parameters: [LayerParameters]) -> ClassificationLoss.Total {
        let labels = data.validationRows.map { data.validationLabels[$0] }
        let ratings = data.ratings?.shares.selecting(rows: data.validationRows).elements
        return validationLogits(parameters).withUnsafeBufferPointer { logits in
            labels.withUnsafeBufferPointer { labels in
                (ratings ?? []).withUnsafeBufferPointer { shares in
                    guard let logits = logits.baseAddress else { return ClassificationLoss.Total() }
                    return ClassificationLoss().evaluate(
                        logits: logits, classes: architecture.classes,
                        targets: RowTargets(labels: labels, ratings: ratings == nil ? nil : shares.baseAddress),
                        gradient: nil)
                }
            }
        }
    }

    private func validationLogits(_ parameters: [LayerParameters]) -> Matrix {
        InferencePass(layers: architecture.layers, parameters: parameters).logits(
            of: data.validationRows, from: RowGathering(features: data.validationFeatures, scaling: scaling),
            classes: architecture.classes)
    }
}
