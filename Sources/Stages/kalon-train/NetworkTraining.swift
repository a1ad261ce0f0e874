import Evaluation
import Foundation
import Learning
import StageSupport

/// Trains a network epoch by epoch, so that an interrupted run can resume.
struct NetworkTraining {
    let trainer: Trainer
    /// Whether calibration was asked for explicitly; if not, it is skipped for too few photographs.
    let calibrationIsWanted: Bool
    let folds: Int?
    let checkpoint: PacedCheckpoint<TrainingSnapshot.Outline>
    /// What TensorBoard is told; nil if that was not asked for.
    let events: EpochEvents?
    let context: StageContext

    /// With fewer photographs in the validation part, a temperature would mean nothing.
    private static let leastToCalibrate = 10

    /// Throws `LearningError`, `Interrupted`.
    func train(on material: TrainingMaterial) throws -> TrainedResult {
        let run = try material.truth.start(
            trainer, material.input, teacher: material.teacher, split: material.split, groups: material.groups,
            resumingFrom: try checkpoint.load().map(TrainingSnapshot.init))
        var lines: [String] = []
        if let time = try finish(run) { lines.append(String(format: "%.2f ms a step (median of the epochs)", time)) }
        let crossValidation = try crossValidate(material)
        let parts = material.labels.map { labels in run.validationRows.map { labels[$0] } }
        var warnings = warnings(material, run)
        var calibration = try run.calibration()
        if let fitted = calibration, !calibrationIsWanted, let reason = reasonAgainst(fitted, parts ?? []) {
            calibration = nil
            warnings.append(.notCalibrated(photographs: run.validationRows.count, reason: reason))
        }
        let network = try run.result(calibratedBy: calibration)
        if let best = network.history.best { lines.append(line(best, network.history, parts)) }
        let report = TrainingReport(
            head: .network, configuration: trainer.configuration, calibration: network.calibration,
            crossValidation: crossValidation,
            warnings: warnings)
        return TrainedResult(network: network, report: report, lines: lines)
    }

    /// Trains the remaining epochs; returns the milliseconds of a step, or nil if no epochs were left.
    private func finish(_ run: TrainingRun) throws -> Double? {
        let done = run.history.epochs.count
        if done > 0 { context.progress.log("resuming after epoch \(done) of an earlier run") }
        try events?.add(run.history.epochs, at: Date())
        context.progress.begin(done: done)
        var times: [Double] = []
        try stoppable {
            while !run.isFinished {
                let report = try run.nextEpoch(shouldStop: { context.interruption.isRequested })
                times.append(report.stepTime / .milliseconds(1))
                show(report.record)
                try events?.add([report.record], at: Date())
                try checkpoint.saveWhenDue {
                    let snapshot = try run.snapshot()
                    return (snapshot.outline, snapshot.tensors)
                }
            }
        }
        try events?.write()
        return times.isEmpty ? nil : times.sorted()[times.count / 2]
    }

    private func show(_ epoch: EpochRecord) {
        context.progress.update(
            done: epoch.epoch + 1, total: trainer.configuration.epochs,
            note: String(
                format: "loss %.4f, validation %.4f, accuracy %.4f", epoch.trainingLoss, epoch.validationLoss,
                epoch.validationAccuracy))
    }

    private func reasonAgainst(_ calibration: TemperatureCalibration, _ labels: [Int]) -> Warning.NotCalibrated? {
        if labels.count < Self.leastToCalibrate || Set(labels).count < 2 { return .tooFew }
        return calibration.isSettled ? nil : .allAlike
    }

    private func warnings(_ material: TrainingMaterial, _ run: TrainingRun) -> [Warning] {
        let epochs = run.history.epochs.count
        let edge = run.history.best.flatMap {
            Warning.bestEpoch($0.epoch + 1, of: epochs, wanted: trainer.configuration.epochs)
        }
        let missing = material.labels.map { labels in
            Warning.missingClasses(
                in: "the validation part", labels: run.validationRows.map { labels[$0] },
                remedy: "the best epoch is chosen by the other class alone: add photographs of it, or raise --validation")
        }
        return (missing ?? []) + missingInFolds(material) + [edge].compactMap { $0 }
    }

    /// A warning about a class that is missing from the validation part of a fold.
    private func missingInFolds(_ material: TrainingMaterial) -> [Warning] {
        guard let folds, let labels = material.labels else { return [] }
        let configuration = trainer.configuration
        let parts = try? MeasuredSplit.folds(
            folds, labels: labels, rows: Array(labels.indices), validation: configuration.validationFraction,
            seed: configuration.seed, groups: material.groups)
        let warnings = (parts ?? []).flatMap { part in
            Warning.missingClasses(
                in: "the validation part of a fold", labels: part.split.validation.map { labels[$0] },
                remedy: "add photographs of it, or give fewer --folds")
        }
        return warnings.isEmpty ? [] : [warnings[0]]
    }

    private func line(_ best: EpochRecord, _ history: TrainingHistory, _ labels: [Int]?) -> String {
        let accuracy =
            labels.map {
                MeasuredAccuracy(share: best.validationAccuracy, photographs: $0.count, ones: $0.count { $0 == 1 }).words
                    + ", slightly optimistic because of the choice"
            } ?? String(format: "accuracy %.4f", best.validationAccuracy)
        return String(
            format: "best epoch %d of %d: validation loss %.4f, ", best.epoch + 1, history.epochs.count, best.validationLoss)
            + accuracy
    }

    private func crossValidate(_ material: TrainingMaterial) throws -> CrossValidation? {
        guard let folds, let labels = material.labels else { return nil }
        context.progress.begin()
        return try stoppable {
            try trainer.crossValidate(
                folds: folds, features: material.input, labels: labels, teacher: material.teacher, groups: material.groups,
                shouldStop: { context.interruption.isRequested }
            ) { context.progress.update(done: $0, total: folds, note: "folds") }
        }
    }
}
