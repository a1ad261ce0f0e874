import Evaluation
import Learning
import StageSupport

/// Trains a linear head: searches for its penalty, and fits it to all photographs.
struct LinearTraining {
    let calibrates: Bool
    /// The number of folds of an additional cross-validation; nil for none.
    let folds: Int?
    let context: StageContext

    /// Throws `LearningError`, `Interrupted`.
    func train(on material: TrainingMaterial, labels: [Int]) throws -> TrainedResult {
        let head = try stoppable {
            try LinearHead.fit(
                features: material.input, labels: labels, groups: material.groups, seed: context.seed, calibrates: calibrates,
                shouldStop: { context.interruption.isRequested })
        }
        let crossValidation = try folds.map { try crossValidate(material, labels, folds: $0) }
        let rows = head.search.photographs
        let isKnown = !calibrates || head.network.calibration != nil
        let report = TrainingReport(
            head: .linear, linear: head.search, calibration: head.network.calibration, crossValidation: crossValidation,
            warnings: isKnown ? [] : [.notCalibrated(photographs: rows, reason: rows == 0 ? .tooFew : .allAlike)])
        return TrainedResult(network: head.network, report: report, lines: lines(head.search))
    }

    private func lines(_ search: LinearHead.PenaltySearch) -> [String] {
        guard search.photographs > 0, let loss = search.losses.min() else {
            return ["a class has too few photographs to leave some out; the default penalty is used, and nothing was measured"]
        }
        let measured = MeasuredAccuracy(right: search.right, photographs: search.photographs, ones: search.majority)
        return [
            String(
                format: "penalty %.3g (C = %.3g in scikit-learn), chosen by %d folds: log-loss %.4f, ", search.penalty,
                search.inversePenalty,
                search.folds, loss) + measured.words + ", slightly optimistic because of the choice"
        ]
    }

    private func crossValidate(_ material: TrainingMaterial, _ labels: [Int], folds: Int) throws -> CrossValidation {
        context.progress.begin()
        return try stoppable {
            try LinearHead.crossValidate(
                folds: folds, features: material.input, labels: labels, groups: material.groups, seed: context.seed,
                shouldStop: { context.interruption.isRequested }
            ) { context.progress.update(done: $0, total: folds, note: "folds") }
        }
    }
}

/// Runs work, and throws `Interrupted` if it was cancelled.
func stoppable<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch LearningError.cancelled {
        throw Interrupted()
    }
}
