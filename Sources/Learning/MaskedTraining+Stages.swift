import Graphs
import Matrices

extension MaskedTraining {
    /// A measurement under way: each of its trainings after some epochs.
    public struct State: Sendable {
        /// The accuracy, 0 to 1, of the epochs with the lowest validation loss so far.
        public let accuracy: Double
        /// The weights of these epochs, one network a training.
        public let networks: [Parameters]
        fileprivate let snapshots: [TrainingSnapshot]
    }

    /// Goes on with the measurement of the given columns until each training has had `epochs` epochs, or is finished.
    ///
    /// Led in any number of stages, it comes to the accuracy of `accuracy(of:)`. Without a state it begins: with
    /// `networks`, one a training, from these weights, else from new ones. Throws `LearningError`.
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
        return try run.result().accuracy(on: chosen, labels: labels, rows: part.measured)
    }
}
