import Foundation
import Learning
import Records
import TensorBoard
import Testing
import TestSupport

/// The ways of training that options choose, and trainings that are stopped.
@Suite struct TrainingTests {
    let scratch: Scratch
    let gallery: Gallery

    init() throws {
        scratch = try Scratch()
        gallery = try Gallery.shared()
    }

    private func train(to output: String, _ more: [String]) throws -> Outcome {
        try scratch.run("train", [gallery.first, "--output", output] + Gallery.training + more)
    }

    private static let variants: [[String]] = [
        ["--activation", "gelu"], ["--activation", "swish"], ["--optimiser", "adamw", "--weight-decay", "0.1"],
        ["--optimiser", "sgd", "--momentum", "0.8"], ["--focus", "2"], ["--class-weights", "balanced"],
        ["--class-weights", "1,3"], ["--label-smoothing", "0.1"], ["--mixup", "0.2"], ["--average-decay", "0.9"],
        ["--schedule", "cosine"], ["--schedule", "plateau"], ["--no-standardise"], ["--head", "network", "--calibrate"],
    ]

    @Test(arguments: variants)
    func everyWayGivesAClassifierOfItsOwn(_ arguments: [String]) throws {
        try train(to: "plain.h5", []).expectDone()
        try train(to: "c.h5", arguments).expectDone()
        let (plain, content) = (
            try ClassifierFile.read(scratch.path("plain.h5")), try ClassifierFile.read(scratch.path("c.h5"))
        )
        // Eight photographs of each class: balanced weights are 1.
        #expect(content.layers != plain.layers || arguments == ["--class-weights", "balanced"])
        #expect(
            try #require(content.application?.trainingJSON) != plain.application?.trainingJSON
                || arguments.contains("--activation"))
        let predicted = try scratch.run("predict", [gallery.pictures, "--model", "c.h5"])
        predicted.expectDone()
        #expect(predicted.lines.count == Gallery.count)
        #expect(try scratch.visibleNames == ["c.h5", "plain.h5"])
    }

    @Test func foldsAndCalibrationAreToldAndStored() throws {
        let outcome = try train(to: "c.h5", ["--calibrate", "--folds", "3"])
        outcome.expectDone()
        #expect(outcome.error.contains("over 3 folds"))
        #expect(outcome.error.contains("expected calibration error"))
        #expect(outcome.error.contains("ms a step"))
        struct Report: Decodable {
            let configuration: TrainingConfiguration
            let calibration: TemperatureCalibration
            let crossValidation: CrossValidation
        }
        let json = try #require(try ClassifierFile.read(scratch.path("c.h5")).application?.trainingJSON)
        let report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
        #expect(report.crossValidation.accuracies.count == 3)
        #expect(report.configuration.epochs == 60 && report.configuration.standardisesInputs)
        #expect(report.calibration.temperature > 0)
    }

    @Test(arguments: [
        (["--weight-decay", "0.1"], "--weight-decay needs --optimiser adamw", 64),
        (["--momentum", "0.1"], "--momentum needs --optimiser sgd", 64),
        (["--class-weights", "1,2,3"], "two numbers", 64), (["--class-weights", "1,-2"], "above 0", 64),
        (["--label-smoothing", "1"], "--label-smoothing is 1", 64), (["--focus=-1"], "--focus is -1", 64),
        (["--average-decay", "1"], "average", 64), (["--mixup", "-1"], "mixup", 64),
        (["--folds", "1"], "--folds is 1", 64), (["--folds", "9"], "9 folds", 65),
        (["--activation", "softmax"], "softmax", 64),
    ])
    func aWayThatCannotBe(_ arguments: [String], _ fact: String, _ code: Int32) throws {
        try train(to: "c.h5", arguments).expectRefusal(code, fact)
        #expect(!scratch.exists("c.h5"))
    }

    private static let long = [
        "--hidden", "32,16", "--batch", "4", "--learning-rate", "0.001", "--schedule", "constant",
        "--average-decay", "0.9", "--mixup", "0.3", "--seed", "3",
    ]

    private func start(_ output: String, epochs: Int, _ more: [String] = []) throws -> RunningCommand {
        let arguments = [gallery.first, "--output", output, "--epochs", "\(epochs)"] + Self.long + more
        return try Command("kalon-train", arguments, in: scratch.folder).start()
    }

    /// The training without interruption.
    private func undisturbed(epochs: Int) throws -> ClassifierContent {
        let outcome = try start("whole.h5", epochs: epochs).outcome()
        outcome.expectDone()
        return try ClassifierFile.read(scratch.path("whole.h5"))
    }

    private func waitForCheckpoint(of running: RunningCommand) {
        while running.process.isRunning {
            let file = try? FileManager.default.attributesOfItem(atPath: scratch.path("c.h5.partial"))
            if let size = file?[.size] as? Int, size > 0 { return }
            usleep(500)
        }
    }

    /// Stops a training between its first checkpoint and its end; returns its epochs.
    ///
    /// One that ends before the signal comes, as it may on a busy machine, is made longer and stopped again.
    private func stop(by signal: Int32, _ more: [String] = []) throws -> Int {
        for epochs in [1500, 6000, 24_000, 96_000, 384_000] {
            let running = try start("c.h5", epochs: epochs, more)
            waitForCheckpoint(of: running)
            running.send(signal)
            let stopped = try running.outcome()
            if stopped.code == 0 {
                try FileManager.default.removeItem(atPath: scratch.path("c.h5"))
                continue
            }
            #expect(stopped.code == (signal == SIGINT ? 130 : SIGKILL), "\(stopped.testDescription)")
            #expect(!scratch.exists("c.h5") && scratch.exists("c.h5.partial"))
            return epochs
        }
        throw Unstoppable()
    }

    private struct Unstoppable: Error {}

    @Test(arguments: [SIGINT, SIGKILL])
    func aStoppedTrainingGoesOnToTheSameBytes(_ signal: Int32) throws {
        let epochs = try stop(by: signal)
        let second = try start("c.h5", epochs: epochs).outcome()
        second.expectDone()
        #expect(second.error.contains("of an earlier run"))
        #expect(try ClassifierFile.read(scratch.path("c.h5")) == undisturbed(epochs: epochs))
        #expect(try scratch.visibleNames == ["c.h5", "whole.h5"])
    }

    private static let tensorBoard = ["--tensorboard", "events"]

    /// Each epoch of the training that is stored in `c.h5`, once and in order.
    private func expectEventsOfTheHistory() throws {
        let history = try #require(try ClassifierFile.read(scratch.path("c.h5")).application?.history)
        let scalars = try EventRecords(try bytes(of: scratch.path("events/c/\(EventFile.name)"))).scalars
        let tags = [
            "training_loss": "train/loss", "training_accuracy": "train/accuracy", "validation_loss": "validation/loss",
            "validation_accuracy": "validation/accuracy", "learning_rate": "learning_rate",
        ]
        #expect(Set(history.map(\.name)) == Set(tags.keys) && Set(scalars.map(\.tag)) == Set(tags.values))
        for series in history {
            guard case .reals(let values) = series.values else { continue }
            let found = scalars.filter { $0.tag == tags[series.name] }
            #expect(found.map(\.value) == values.map { Float($0) })
            #expect(found.map(\.step) == (0..<values.count).map { UInt64($0) + 1 })
        }
        #expect(zip(scalars, scalars.dropFirst()).allSatisfy { $0.time <= $1.time })
    }

    @Test func tensorBoardIsToldOfEveryEpochOnce() throws {
        try train(to: "c.h5", Self.tensorBoard).expectDone()
        try expectEventsOfTheHistory()
        try train(to: "c.h5", Self.tensorBoard + ["--epochs", "7"]).expectDone()
        try expectEventsOfTheHistory()
    }

    @Test func aResumedTrainingWritesNoEpochTwice() throws {
        let epochs = try stop(by: SIGKILL, Self.tensorBoard)
        let second = try start("c.h5", epochs: epochs, Self.tensorBoard).outcome()
        second.expectDone()
        #expect(second.error.contains("of an earlier run"))
        try expectEventsOfTheHistory()
    }

    @Test func tensorBoardNeedsEpochsAndAFolder() throws {
        try scratch.run("train", [gallery.first, "--output", "c.h5"] + Self.tensorBoard)
            .expectRefusal(64, "--tensorboard", "--head network")
        try scratch.write("words", to: "file")
        try train(to: "c.h5", ["--tensorboard", "file"]).expectRefusal(73, "file/c")
    }

    @Test func aTrainingKilledOverAndOverGoesOn() throws {
        let epochs = try stop(by: SIGKILL)
        for attempt in 0..<5 {
            let running = try start("c.h5", epochs: epochs)
            usleep(UInt32(attempt) * 7_000)
            running.send(SIGKILL)
            _ = try running.outcome()
        }
        if !scratch.exists("c.h5") { try start("c.h5", epochs: epochs).outcome().expectDone() }
        #expect(try ClassifierFile.read(scratch.path("c.h5")) == undisturbed(epochs: epochs))
    }

    @Test func aDamagedCheckpointIsRefused() throws {
        let epochs = try stop(by: SIGKILL)
        let whole = try scratch.data("c.h5.partial")
        var flipped = whole
        flipped[flipped.count - 100] ^= 1
        for damaged in [Data("words".utf8), whole.prefix(whole.count / 2), flipped] {
            try damaged.write(to: URL(fileURLWithPath: scratch.path("c.h5.partial")))
            try start("c.h5", epochs: epochs).outcome().expectRefusal(65, "c.h5.partial", "remove it")
            #expect(try scratch.data("c.h5.partial") == damaged)
        }
    }

    @Test func otherOptionsBeginAnew() throws {
        _ = try stop(by: SIGKILL)
        let outcome = try train(to: "c.h5", [])
        outcome.expectDone()
        #expect(!outcome.error.contains("of an earlier run"))
        #expect(!scratch.exists("c.h5.partial"))
    }
}
