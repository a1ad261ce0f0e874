import Batches
import DataSets
import Files
import Graphs
import Kernels
import Learning
import Matrices
import Networks
import Records

/// A training of a network on photographs, in progress.
///
/// Epochs are trained one by one until `isFinished`; between them a snapshot can be taken, from which another run continues to
/// the same bytes for the same number of threads. Not for use by several threads at once.
public final class TuningRun {
    private let network: TuningNetwork
    private let configuration: TuningConfiguration
    private let data: TuningData
    private let batches: PhotographBatches
    private let bytes: ByteRule
    private let threads: Int
    private let rows: EpochRows
    private var parameters: Parameters
    private var best: Parameters
    private var phaseRun: PhaseRun?
    private let store: ImplementationStore?
    private var implementations: [[Int]: String]
    /// The snapshot whose optimiser the phase that is entered next takes over.
    private var pending: TuningSnapshot?
    /// The results of the epochs so far, over all phases.
    public private(set) var history = TrainingHistory()

    /// Prepares a training; nothing is computed yet.
    ///
    /// - Parameters:
    ///   - body: The network with its weights, up to its taps.
    ///   - head: The layers on top of its features, with the weights that they start from.
    ///   - configuration: How it is trained.
    ///   - data: What is known of the photographs of `batches`, and their parts.
    ///   - batches: The photographs as inputs of the size that is trained on.
    ///   - threads: The number of threads, on which the last digits of the result depend.
    ///   - store: Where the choice of implementations is kept between runs; nil for nowhere.
    ///   - snapshot: The state of an earlier run on the same data with the same configuration, to resume from.
    /// - Throws: `TuningError`.
    public init(
        body: WeightedNetwork, head: TuningHead, configuration: TuningConfiguration, data: TuningData,
        batches: PhotographBatches, threads: Int, implementations store: ImplementationStore? = nil,
        resumingFrom snapshot: TuningSnapshot? = nil
    ) throws(TuningError) {
        try configuration.check()
        (self.configuration, self.data, self.batches, self.threads) = (configuration, data, batches, threads)
        self.store = store
        implementations = store?.choices(threads: threads) ?? [:]
        let size = Extent(height: batches.recipe.height, width: batches.recipe.width)
        let network = try TuningNetwork(body, size: size, head: head)
        self.network = network
        bytes = ByteRule(body.network.values)
        for phase in configuration.phases { _ = try network.frozenLayers(in: phase.part) }
        if configuration.balancing != .none && data.classes == nil { throw .nothingToBalance }
        let photographs = (data.split.training + data.split.validation).max() ?? 0
        rows = EpochRows(
            rows: data.split.training, labels: data.classes ?? [Int](repeating: 0, count: photographs + 1),
            balancing: configuration.balancing, seed: configuration.seed)
        parameters = network.model.parameters
        best = parameters
        if let snapshot { try resume(snapshot) }
    }

    /// Prepares a training with a new head on the body.
    ///
    /// - Parameters:
    ///   - body: The network with its weights, up to its taps.
    ///   - head: The layers on top of its features; their first weights are drawn by the configuration's seed.
    ///   - configuration: How it is trained.
    ///   - data: What is known of the photographs of `batches`, and their parts.
    ///   - batches: The photographs as inputs of the size that is trained on.
    ///   - threads: The number of threads, on which the last digits of the result depend.
    ///   - store: Where the choice of implementations is kept between runs; nil for nowhere.
    ///   - snapshot: The state of an earlier run on the same data with the same configuration, to resume from.
    /// - Throws: `TuningError`.
    public convenience init(
        body: WeightedNetwork, head: NetworkArchitecture, configuration: TuningConfiguration, data: TuningData,
        batches: PhotographBatches, threads: Int, implementations store: ImplementationStore? = nil,
        resumingFrom snapshot: TuningSnapshot? = nil
    ) throws(TuningError) {
        try self.init(
            body: body, head: TuningHead(head, inputs: body.columns, seed: configuration.seed), configuration: configuration,
            data: data, batches: batches, threads: threads, implementations: store, resumingFrom: snapshot)
    }

    private func resume(_ snapshot: TuningSnapshot) throws(TuningError) {
        let graph = network.model.graph
        guard snapshot.outline.counts == graph.parameters.map(\.count) else {
            throw .snapshotDiffers("its weights belong to another network")
        }
        guard snapshot.tensors.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw .snapshotDiffers("some of its numbers are not finite")
        }
        (parameters, best) = try TuningError.make {
            (try Parameters(of: graph, tensors: snapshot.current), try Parameters(of: graph, tensors: snapshot.best))
        }
        history = snapshot.outline.history
        implementations = Dictionary(
            snapshot.outline.implementations.map { ($0.shape, $0.name) }, uniquingKeysWith: { first, _ in first })
        pending = snapshot
    }

    // MARK: Phases

    /// Whether all epochs of all phases were trained.
    public var isFinished: Bool { history.epochs.count >= configuration.phases.reduce(0) { $0 + $1.epochs } }

    /// The number of the next epoch's phase, and of its epochs that have been trained.
    private var place: (phase: Int, epochs: Int) {
        var done = history.epochs.count
        for (number, phase) in configuration.phases.enumerated() {
            if done < phase.epochs { return (number, done) }
            done -= phase.epochs
        }
        return (configuration.phases.count, 0)
    }

    /// The number of the next epoch's phase, counted from 0.
    public var phaseNumber: Int { place.phase }

    private func currentPhase(_ progress: (_ done: Int, _ total: Int) throws -> Void) throws -> PhaseRun {
        let place = place
        if place.epochs > 0, let phaseRun { return phaseRun }
        let phase = configuration.phases[place.phase]
        let run = try phase.part == .head ? headPhase(phase, progress) : wholePhase(phase)
        if place.epochs > 0, let snapshot = pending {
            guard run.optimiser.state.tensors.map(\.count) == snapshot.optimiser.tensors.map(\.count) else {
                throw TuningError.snapshotDiffers("its optimiser belongs to another network")
            }
            run.optimiser.state = snapshot.optimiser
            run.steps = snapshot.outline.steps
        }
        pending = nil
        phaseRun = run
        return run
    }

    /// A phase of the head alone, on features of the body as it is.
    private func headPhase(
        _ phase: TuningPhase, _ progress: (_ done: Int, _ total: Int) throws -> Void
    ) throws -> PhaseRun {
        var settings = settings(isTraining: false)
        settings.bytes = bytes
        let body = try BodyFeatures(network.bodyModel(parameters), settings)
        let inputs = try FeatureInputs(
            of: data.split, from: PixelInputs(batches: batches), body: body, variants: configuration.variants,
            batchSize: configuration.batchSize, seed: configuration.seed, progress: progress)
        note(body.implementations)
        let plan = try Plan(network.headModel(parameters), self.settings(isTraining: true))
        return run(phase, plan, inputs)
    }

    private func wholePhase(_ phase: TuningPhase) throws -> PhaseRun {
        var settings = settings(isTraining: true)
        settings.bytes = bytes
        settings.frozen = try network.frozenLayers(in: phase.part)
        if phase.keepsStatistics { settings.fixedStatistics = network.bodyLayers }
        let plan = try Plan(network.model(parameters), settings)
        return run(phase, plan, PixelInputs(batches: batches))
    }

    /// The photographs of a step: more than there are would only take memory and time.
    private var largestBatch: Int {
        min(configuration.batchSize, max(data.split.training.count, data.split.validation.count))
    }

    private func settings(isTraining: Bool) -> Plan.Settings {
        var settings = Plan.Settings(
            batchSize: largestBatch, isTraining: isTraining, precision: configuration.precision, workers: threads)
        settings.movesUnbiasedVariance = configuration.convention == .pytorch
        settings.implementations = implementations
        // Something must be left for pictures, parameters and the optimiser.
        settings.memoryLimit = AvailableMemory.bytes.map { $0 / 4 * 3 }
        return settings
    }

    private func run(_ phase: TuningPhase, _ plan: Plan, _ inputs: any PhaseInputs) -> PhaseRun {
        note(plan.implementations)
        let objective = data.objective(batchSize: configuration.batchSize, form: configuration.ratingLoss)
        return PhaseRun(phase, plan, inputs: inputs, objective: objective, configuration)
    }

    /// Keeps what was chosen, so that a resumed training need not choose again, which could end otherwise.
    private func note(_ chosen: [[Int]: String]) {
        guard chosen.contains(where: { implementations[$0.key] == nil }) else { return }
        implementations.merge(chosen) { known, _ in known }
        store?.keep(implementations, threads: threads)
    }

    // MARK: Epochs

    /// Trains one epoch and validates it.
    ///
    /// - Parameters:
    ///   - featuresProgress: Called while features are computed, before the first epoch of a phase of the head, with the number
    ///     of inputs that are done.
    ///   - shouldStop: Called before every batch; true ends the training with `TuningError.cancelled`.
    /// - Throws: `TuningError`, `BatchError`.
    public func nextEpoch(
        featuresProgress: (_ done: Int, _ total: Int) -> Void = { _, _ in }, shouldStop: () -> Bool
    ) throws -> EpochReport {
        let (epoch, place) = (history.epochs.count, place)
        let (phase, inPhase) = (place.phase + 1, place.epochs + 1)
        do {
            let run = try currentPhase { done, total in
                if shouldStop() { throw PhaseRun.StepProblem.cancelled }
                featuresProgress(done, total)
            }
            return try train(epoch, of: run, shouldStop: shouldStop)
        } catch PhaseRun.StepProblem.cancelled {
            throw TuningError.cancelled(epoch: epoch)
        } catch PhaseRun.StepProblem.overflowed(let layer) {
            throw TuningError.overflowed(phase: phase, epoch: inPhase, layer: layer)
        } catch PhaseRun.StepProblem.notFinite(let step, let layer) {
            throw TuningError.diverged(phase: phase, epoch: inPhase, step: step, layer: layer)
        }
    }

    private func train(_ epoch: Int, of phase: PhaseRun, shouldStop: () -> Bool) throws -> EpochReport {
        renewDropout(phase.plan, epoch: epoch)
        let start = ContinuousClock.now
        let training = try phase.train(epoch: epoch, order: rows.rows(ofEpoch: epoch), shouldStop: shouldStop)
        let time = ContinuousClock.now - start
        let trained = try parameters(of: phase)
        if let layer = Self.firstNotFinite(trained) { throw PhaseRun.StepProblem.overflowed(layer: layer) }
        let validation = try phase.evaluate(order: data.split.validation, shouldStop: shouldStop)
        // Smaller batches, such as the last one of an epoch, have their own.
        note(phase.plan.implementations)
        let rate = phase.phase.rate(ofStep: max(0, phase.steps - 1))
        let record = try record(epoch, rate: rate, training.total, training.photographs, validation)
        guard record.validationLoss.isFinite else {
            throw PhaseRun.StepProblem.notFinite(step: training.steps, layer: nil)
        }
        history.append(record)
        parameters = trained
        if history.best?.epoch == epoch { best = parameters }
        return EpochReport(record: record, steps: training.steps, stepTime: time / max(1, training.steps))
    }

    /// The first layer with a weight or statistic that is not finite: a loss may hide it, but files refuse it.
    private static func firstNotFinite(_ parameters: Parameters) -> String? {
        parameters.specifications.first { specification in
            parameters[specification.name].map { !$0.allSatisfy(\.isFinite) } ?? false
        }?.name.layer
    }

    private func record(
        _ epoch: Int, rate: Double, _ total: LossTotal, _ photographs: Int, _ validation: (total: LossTotal, photographs: Int)
    ) throws(TuningError) -> EpochRecord {
        guard photographs > 0 else { throw .noPhotographs(isTraining: true) }
        guard validation.photographs > 0 else { throw .noPhotographs(isTraining: false) }
        return EpochRecord(
            epoch: epoch, learningRate: rate, trainingLoss: total.loss / Double(photographs),
            trainingAccuracy: Double(total.correct) / Double(photographs),
            validationLoss: validation.total.loss / Double(validation.photographs),
            validationAccuracy: Double(validation.total.correct) / Double(validation.photographs))
    }

    private func renewDropout(_ plan: Plan, epoch: Int) {
        plan.renewDropout { [configuration] name in
            RandomStream(seed: configuration.seed, name: "dropout.\(name).epoch.\(epoch)")
        }
    }

    /// The parameters of the whole network after an epoch.
    private func parameters(of phase: PhaseRun) throws -> Parameters {
        let trained = try phase.plan.parameters()
        guard phase.phase.part == .head else { return trained }
        return try network.replacingHead(in: parameters, by: trained)
    }

    // MARK: Results

    /// The state after the last epoch.
    public func snapshot() throws(TuningError) -> TuningSnapshot {
        let state = phaseRun?.optimiser.state ?? OptimiserState(steps: 0, tensors: [])
        let tensors = parameters.tensors
        let outline = TuningSnapshot.Outline(
            history: history, steps: phaseRun?.steps ?? 0, optimiserSteps: state.steps,
            counts: tensors.map(\.count), optimiserCounts: state.tensors.map(\.count),
            implementations: implementations.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
                .init(shape: $0.key, name: $0.value)
            }, skipped: batches.skipped)
        return try TuningSnapshot(outline: outline, tensors: tensors + best.tensors + state.tensors)
    }

    /// The body of the best epoch, up to its features.
    public func body() throws(TuningError) -> Model { try network.bodyModel(best) }

    /// The head of the best epoch, from the body's features to `logits`.
    public func headModel() throws(TuningError) -> Model { try network.headModel(best) }

    /// The head of the best epoch, as a classifier of the body's features.
    ///
    /// - Throws: `TuningError.headNotAClassifier` if its layers are not those of one.
    public func head() throws(TuningError) -> TrainedNetwork { try network.trainedHead(best, history: history) }
}
