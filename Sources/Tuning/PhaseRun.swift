import Kernels
import Learning
import Matrices

/// One phase in progress: its plan, its optimiser, and where its batches come from.
final class PhaseRun {
    let phase: TuningPhase
    let plan: Plan
    let optimiser: any Optimiser
    private let inputs: any PhaseInputs
    private let objective: any Objective
    private let gathered: GatheredGradients?
    private let logits: Int
    private let accumulation: Int
    /// Steps of the optimiser so far.
    var steps = 0

    init(
        _ phase: TuningPhase, _ plan: Plan, inputs: any PhaseInputs, objective: any Objective,
        _ configuration: TuningConfiguration
    ) {
        (self.phase, self.plan, self.inputs, self.objective) = (phase, plan, inputs, objective)
        accumulation = configuration.accumulation
        // In a phase of the head alone, its layers have their own names.
        let isHeadAlone = phase.part == .head
        optimiser = configuration.optimiser.optimiser(
            tensorCounts: plan.tensorCounts, isKernel: plan.isKernel, convention: configuration.convention,
            rateFactors: plan.trained.map { tensor in
                isHeadAlone || TuningNetwork.isOfHead(tensor.name.layer) ? phase.headFactor : 1
            })
        gathered =
            configuration.clipping == nil && accumulation == 1
            ? nil : GatheredGradients(tensorCounts: plan.tensorCounts, clipping: configuration.clipping)
        guard let logits = plan.graph.index(ofOutput: TuningNetwork.logits) else { preconditionFailure("a network has logits") }
        self.logits = logits
    }

    /// What went wrong in a step.
    enum StepProblem: Error {
        /// The loss is not finite; the step counts from 1 within the epoch.
        case notFinite(step: Int, layer: String?)
        /// After the epoch, some weights or statistics of a layer are not finite.
        case overflowed(layer: String)
        case cancelled
    }

    /// Trains one epoch; returns the sums over its photographs and how many these were, and the number of steps.
    ///
    /// - Throws: `StepProblem`, and what the inputs throw.
    func train(
        epoch: Int, order: [Int], shouldStop: () -> Bool
    ) throws -> (total: LossTotal, photographs: Int, steps: Int) {
        var (total, photographs, step, pending) = (LossTotal(), 0, 0, 0)
        plan.isTraining = true
        try inputs.training(epoch: epoch, order: order) { batch in
            if shouldStop() { throw StepProblem.cancelled }
            if pending == 0 { beginStep() }
            gathered?.beginBatch()
            let loss = self.step(batch)
            step += 1
            guard loss.loss.isFinite else {
                throw StepProblem.notFinite(step: step, layer: plan.firstNonFinite { batch.forward(plan) })
            }
            total.add(loss)
            photographs += batch.photographs.count
            pending = (pending + 1) % accumulation
            if pending == 0 { gathered?.apply(to: optimiser) }
        }
        if pending > 0 { gathered?.apply(to: optimiser) }
        return (total, photographs, step)
    }

    private func beginStep() {
        optimiser.beginStep(learningRate: phase.rate(ofStep: steps))
        steps += 1
    }

    private func step(_ batch: PhaseBatch) -> LossTotal {
        let rows = batch.photographs.count
        objective.fill(batch.photographs[...], mixing: nil)
        batch.forward(plan)
        var total = LossTotal()
        plan.beginBackward()
        plan.addGradient(at: logits, rows: rows) { gradient in
            objective.evaluate(plan.values(at: logits), rows: rows, gradient: gradient, into: &total)
        }
        // A gradient that is not finite must not reach the parameters.
        if total.loss.isFinite { plan.backward(rows: rows, consumer: gathered ?? optimiser) }
        return total
    }

    /// The losses of photographs as the network would judge them.
    ///
    /// - Throws: `StepProblem.cancelled`, and what the inputs throw.
    func evaluate(order: [Int], shouldStop: () -> Bool) throws -> (total: LossTotal, photographs: Int) {
        plan.isTraining = false
        defer { plan.isTraining = true }
        var (total, photographs) = (LossTotal(), 0)
        try inputs.evaluation(order: order) { batch in
            if shouldStop() { throw StepProblem.cancelled }
            let rows = batch.photographs.count
            objective.fill(batch.photographs[...], mixing: nil)
            batch.forward(plan)
            var ignored = [Float](repeating: 0, count: rows * plan.graph.nodes[logits].channels)
            ignored.withUnsafeMutableBufferPointer { gradient in
                guard let gradient = gradient.baseAddress else { return }
                objective.evaluate(plan.values(at: logits), rows: rows, gradient: gradient, into: &total)
            }
            photographs += rows
        }
        return (total, photographs)
    }
}
