import Batches
import Faults
import Learning
import Matrices
import TestSupport
import Testing
import Tuning

/// Trainings that cannot begin or go wrong.
@Suite struct TuningRefusalTests {
    @Test(arguments: [
        ([], "at least one phase"), ([TuningPhase(.head, epochs: 0, rate: 1)], "the number of epochs of phase 1 is 0"),
        ([TuningPhase(.head, epochs: 1, rate: 1), TuningPhase(.all, epochs: 1, rate: 0)], "the rate of phase 2 is 0"),
        ([TuningPhase(.head, epochs: 1, rate: 1, decay: -1)], "the decay of phase 1 is -1"),
        ([TuningPhase(.head, epochs: 1, rate: 1, headFactor: 0)], "head's rate of phase 1 is 0"),
        ([TuningPhase(.from(layer: "conv_pw_14"), epochs: 1, rate: 1)], "mobilenet-v1@0.1 has no layer 'conv_pw_14'"),
    ])
    func aPhaseThatCannotBe(_ phases: [TuningPhase], _ fact: String) throws {
        let trial = try Trial(count: 8)
        let sentence = Sample.sentence { _ = try trial.start(Trial.configuration(phases)) }
        #expect(sentence?.contains(fact) == true, "\(sentence ?? "nothing")")
    }

    @Test func aPartWithoutPhotographs() throws {
        let labels = TuningData.Truth.labels([0, 1, 1], classes: 2)
        func sentence(_ training: [Int], _ validation: [Int]) -> String? {
            Sample.sentence { _ = try TuningData(labels, split: StratifiedSplit(training: training, validation: validation)) }
        }
        #expect(sentence([0, 1], [2]) == nil)
        #expect(sentence([], [2])?.contains("no photographs to train on") == true)
        #expect(sentence([0, 1], [])?.contains("to choose the best epoch by") == true)
        #expect(sentence([1, 2], [0])?.contains("all photographs to train on have the label 1") == true)
    }

    /// All that would choose the epoch are broken.
    @Test(arguments: [TuningPhase.Part.head, .all])
    func aPartOfBrokenPhotographs(_ part: TuningPhase.Part) throws {
        let trial = try Trial(count: 16, broken: [0, 1, 8, 9])
        let sentence = Sample.sentence {
            try trial.finish(Trial.configuration([TuningPhase(part, epochs: 1, rate: 1e-3)]))
        }
        #expect(sentence?.contains("none of the 4 photographs could be read") == true, "\(sentence ?? "nothing")")
    }

    /// The state after the last good epoch stays.
    @Test func aLossThatIsNotFinite() throws {
        let trial = try Trial()
        let run = try trial.start(
            Trial.configuration([TuningPhase(.head, epochs: 1, rate: 1e-3), TuningPhase(.head, epochs: 9, rate: 1e39)]))
        _ = try run.nextEpoch { false }
        let before = try run.numbers
        let sentence = try #require(Sample.sentence { try run.finish() })
        for fact in ["step ", "epoch 1 (phase 2)", "'dense'", "lower the phase's rate"] {
            #expect(sentence.contains(fact), "\(sentence)")
        }
        #expect(run.history.epochs.count == 1)
        #expect(try Array(run.numbers.prefix(before.count / 2)) == Array(before.prefix(before.count / 2)))
    }

    /// Batch normalisation keeps the loss finite, while its statistics are too large for numbers.
    @Test func statisticsThatAreNotFinite() throws {
        let trial = try Trial()
        let run = try trial.start(Trial.configuration([TuningPhase(.all, epochs: 3, rate: 1e30)]))
        let sentence = try #require(Sample.sentence { try run.finish() })
        #expect(
            sentence.contains("phase 1") && sentence.contains("not finite") || sentence.contains("not a finite"), "\(sentence)")
        #expect(try run.numbers.allSatisfy { $0.allSatisfy(\.isFinite) })
    }

    @Test func aSnapshotOfAnotherTraining() throws {
        let trial = try Trial(count: 8)
        let run = try trial.finish(Trial.configuration([TuningPhase(.all, epochs: 1, rate: 1e-3)]))
        let snapshot = try run.snapshot()
        let ratings = try RatingDistributions(votes: Matrix(rows: 8, columns: 3, elements: [Float](repeating: 1, count: 24)))
        let other = Sample.sentence {
            _ = try trial.start(
                Trial.configuration([TuningPhase(.all, epochs: 2, rate: 1e-3)]),
                data: TuningData(.ratings(ratings), split: trial.split), resumingFrom: snapshot)
        }
        #expect(other?.contains("its weights belong to another network") == true, "\(other ?? "nothing")")
        var tensors = snapshot.tensors
        tensors[3][0] = .nan
        let damaged = try TuningSnapshot(outline: snapshot.outline, tensors: tensors)
        let sentence = Sample.sentence {
            _ = try trial.start(Trial.configuration([TuningPhase(.all, epochs: 2, rate: 1e-3)]), resumingFrom: damaged)
        }
        #expect(sentence?.contains("not finite") == true, "\(sentence ?? "nothing")")
        tensors[3].removeLast()
        #expect(throws: TuningError.self) { try TuningSnapshot(outline: snapshot.outline, tensors: tensors) }
    }
}
