import Graphs
import Matrices

extension MaskedTraining {
    /// A measurement that is not finished: each of its trainings after some epochs.
    public struct State: Sendable {
        /// The accuracy, 0 to 1, of the epochs with the lowest validation loss so far.
        public let accuracy: Double
        /// The weights of these epochs, one network for each training.
        public let networks: [Parameters]
        fileprivate let snapshots: [TrainingSnapshot]
    }

    /// Continues the measurement of the given columns until each training has had `epochs` epochs, or is finished.
    ///
    /// In any number of stages, it leads to the same accuracy as `accuracy(of:)`.
    ///
    /// - Parameters:
    ///   - state: The state to continue from; nil to begin.
    ///   - columns: The columns to train on, in this order.
    ///   - epochs: The number of epochs to reach, counted from the beginning.
    ///   - seed: Replaces the seed of the configuration.
    ///   - networks: The weights to begin with, one network for each training; nil for new weights.
    ///   - shouldStop: Called before every step; true ends the training with `LearningError.cancelled`.
    /// - Throws: `LearningError`.
    public func advanced(
        _ state: State?, on columns: [Int], to epochs: Int, seed: UInt64, startingFrom networks: [Parameters]? = nil,
        shouldStop: () -> Bool = { false }
    ) throws(LearningError) -> State {
        let trainer = try trainer(on: columns, seed: seed)
        let chosen = features.selecting(columns: columns)
        var snapshots: [TrainingSnapshot] = []
        var best: [Parameters] = []
        var sum = 0.0
        for (number, part) in parts.enumerated() {
            let start =
                state?.snapshots[number]
                ?? networks.map { TrainingSnapshot(startingFrom: $0[number], configuration: trainer.configuration) }
            let run = try trainer.start(
                features: chosen, labels: labels, validation: .split(part.split), resumingFrom: start)
            while !run.isFinished && run.history.epochs.count < epochs { _ = try run.nextEpoch(shouldStop: shouldStop) }
            sum += try accuracy(of: run, on: chosen, part)
            snapshots.append(try run.snapshot())
            best.append(run.best)
        }
        return State(accuracy: sum / Double(parts.count), networks: best, snapshots: snapshots)
    }

    private func accuracy(of run: TrainingRun, on chosen: Matrix, _ part: MeasuredSplit) throws(LearningError) -> Double {
        if part.measured == part.split.validation, let best = run.history.best { return best.validationAccuracy }
        return try run.result().accuracy(on: chosen, labels: labels, rows: part.measured, threads: threads)
    }
}
