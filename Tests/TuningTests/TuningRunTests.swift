import Batches
import DataSets
import Foundation
import Graphs
import Learning
import Matrices
import TestSupport
import Testing
import Tuning

/// What a training learns, and that it is the same whenever it is repeated.
@Suite struct TuningRunTests {
    private static let phases = [
        TuningPhase(.head, epochs: 3, rate: 1e-2), TuningPhase(.all, epochs: 3, rate: 1e-3, decay: 0.1),
    ]

    @Test func itLearnsToTellColoursApart() throws {
        let trial = try Trial(count: 48)
        let head = try trial.finish(Trial.configuration([TuningPhase(.head, epochs: 30, rate: 3e-2)]))
        let losses = head.history.epochs.map(\.trainingLoss)
        #expect(losses[29] < 0.7 * losses[0], "\(losses)")
        #expect(try #require(head.history.best).validationAccuracy > 0.9, "\(head.history.epochs)")
        let whole = try trial.finish(
            Trial.configuration([TuningPhase(.all, epochs: 8, rate: 1e-3, keepsStatistics: true)]))
        let steps = whole.history.epochs.map(\.trainingLoss)
        #expect(steps[7] < 0.7 * steps[0], "\(steps)")
        #expect(try #require(whole.history.best).validationAccuracy > 0.9, "\(whole.history.epochs)")
    }

    /// Votes for the highest score for red photographs, and for the lowest for blue ones.
    @Test func itLearnsHowVotesAreDistributed() throws {
        let trial = try Trial()
        let votes = trial.photographs.flatMap { $0.label == 1 ? [Float(0), 1, 9] : [9, 1, 0] }
        let ratings = try RatingDistributions(votes: Matrix(rows: trial.photographs.count, columns: 3, elements: votes))
        let run = try trial.finish(
            Trial.configuration([TuningPhase(.head, epochs: 30, rate: 3e-2)]),
            data: TuningData(.ratings(ratings), split: trial.split))
        let (first, best) = (try #require(run.history.epochs.first), try #require(run.history.best))
        #expect(best.validationLoss < 0.6 * first.validationLoss, "\(run.history.epochs)")
    }

    @Test func oneSeedGivesTheSameBytes() throws {
        let trial = try Trial()
        let configuration = Trial.configuration(Self.phases)
        let (first, second) = try (trial.finish(configuration, dropout: 0.5), trial.finish(configuration, dropout: 0.5))
        #expect(try first.numbers == second.numbers && first.history == second.history)
        let other = try trial.finish(Trial.configuration(Self.phases) { $0.seed = 4 }, dropout: 0.5)
        #expect(try first.numbers != other.numbers)
    }

    /// From the state after every epoch, in either phase and between them.
    @Test func aResumedTrainingEndsWithTheSameBytes() throws {
        let trial = try Trial(broken: [5])
        let configuration = Trial.configuration(Self.phases)
        let whole = try trial.start(configuration, dropout: 0.5)
        var snapshots: [TuningSnapshot] = [try whole.snapshot()]
        while !whole.isFinished {
            _ = try whole.nextEpoch { false }
            snapshots.append(try whole.snapshot())
        }
        #expect(snapshots.count == 7 && snapshots[6].outline.skipped.map(\.path) == ["5.ppm"])
        for (epoch, snapshot) in snapshots.enumerated() {
            let run = try trial.start(configuration, dropout: 0.5, resumingFrom: snapshot)
            #expect(run.history.epochs.count == epoch)
            try run.finish()
            #expect(try run.body().parameters == whole.body().parameters, "after epoch \(epoch)")
            #expect(try run.head().parameters == whole.head().parameters, "after epoch \(epoch)")
            #expect(run.history == whole.history, "after epoch \(epoch)")
        }
    }

    @Test func itStopsWhenAsked() throws {
        let trial = try Trial()
        let run = try trial.start(Trial.configuration(Self.phases))
        // While features are computed, in training, and in validation.
        var calls = 0
        for call in [1, 3, 8, 9] {
            calls = 0
            #expect(throws: TuningError.self, "call \(call)") {
                try run.nextEpoch {
                    calls += 1
                    return calls == call
                }
            }
            #expect(calls == call && run.history.epochs.isEmpty)
        }
        let whole = try trial.finish(Trial.configuration(Self.phases))
        let fresh = try trial.start(Trial.configuration(Self.phases))
        _ = try? fresh.nextEpoch { true }
        try fresh.finish()
        #expect(try fresh.numbers == whole.numbers)
    }

    @Test func theProgressOfFeaturesIsTold() throws {
        let trial = try Trial()
        let run = try trial.start(Trial.configuration(Self.phases))
        var told: [[Int]] = []
        while !run.isFinished {
            _ = try run.nextEpoch {
                told.append([$0, $1])
            } shouldStop: {
                false
            }
        }
        // Two variants of 18 photographs in batches of 8, and six to choose the epoch by; once.
        #expect(told == [[0, 42], [8, 42], [16, 42], [18, 42], [26, 42], [34, 42], [36, 42], [42, 42]])
    }
}
