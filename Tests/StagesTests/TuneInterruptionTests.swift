import Foundation
import Matrices
import TestSupport
import Testing

/// Trainings of networks that are stopped or killed: the same command ends with the same weights.
@Suite struct TuneInterruptionTests {
    private let trial: TuneTrial
    private static let phases = [
        "--head", "classes", "--phase", "head:epochs=40,rate=1e-3", "--phase", "all:epochs=60,rate=1e-4",
    ]

    init() throws {
        trial = try TuneTrial()
    }

    private var arguments: [String] { trial.arguments(Self.phases) }

    private func undisturbed() throws -> TuneResult {
        try trial.tune(Self.phases, to: "whole.h5").expectDone()
        return try trial.result("whole.h5")
    }

    /// Starts the training, waits until it says `fact`, and a while longer.
    private func start(until fact: String, microseconds: UInt32) throws -> RunningCommand {
        let running = try Command("kalon-tune", arguments, in: trial.scratch.folder).start()
        while running.process.isRunning, try !running.errorSoFar.contains(fact) { usleep(1000) }
        usleep(microseconds)
        return running
    }

    @Test(arguments: ["phase 1 of 2", "phase 2 of 2"])
    func aKilledTrainingEndsWithTheSameWeights(_ fact: String) throws {
        var (random, kills) = (RandomStream(seed: 4, name: fact), 0)
        for pause in (0..<10).map({ UInt32($0) * 30_000 + UInt32(random.uniform(in: 0...20_000)) }) {
            let running = try start(until: fact, microseconds: pause)
            running.send(SIGKILL)
            let outcome = try running.outcome()
            guard outcome.isSignal else { break }
            kills += 1
            #expect(outcome.code == SIGKILL && !trial.scratch.exists("o.h5"), "\(outcome.testDescription)")
        }
        #expect(kills > 0)
        let last = try trial.tune(Self.phases)
        last.expectDone()
        #expect(try trial.result() == undisturbed())
        #expect(!trial.scratch.exists("o.h5.partial"))
    }

    /// Whether features are being computed or steps are done.
    @Test(arguments: [("photographs to train on", SIGINT), ("phase 2 of 2", SIGTERM)])
    func aStoppedTrainingResumes(_ fact: String, _ signal: Int32) throws {
        let running = try start(until: fact, microseconds: 0)
        running.sendToAll(signal)
        try running.outcome().expectRefusal(130, "interrupted", "the same command resumes")
        #expect(!trial.scratch.exists("o.h5") && !trial.scratch.exists("o.weights.h5"))
        let second = try trial.tune(Self.phases)
        second.expectDone()
        #expect(second.error.contains("resuming after epoch") == (signal == SIGTERM), "\(second.error)")
        #expect(try trial.result() == undisturbed())
    }

    @Test func anotherCommandStartsAnew() throws {
        let running = try start(until: "phase 2 of 2", microseconds: 0)
        running.send(SIGKILL)
        _ = try running.outcome()
        for other in [["--seed", "9"], ["--dropout", "0.5"], ["--batch", "4"], ["--threads", "2"]] {
            let outcome = try trial.tune(TuneTrial.head + other)
            outcome.expectDone()
            #expect(!outcome.error.contains("resuming"))
        }
    }
}
