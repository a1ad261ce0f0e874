import Files
import StageSupport
import Tuning

/// The state of a training after one of its epochs.
final class TuningCheckpoint {
    private let file: Checkpoint<TuningSnapshot.Outline>
    private var pace = SavingPace()

    init(output: String, identity: String, clock: WorkClock) throws {
        file = try Checkpoint(output: output, identity: identity, clock: clock)
    }

    /// The state of an earlier run on the same data with the same options; nil if there is none.
    func load() throws -> TuningSnapshot? {
        guard let (outline, tensors) = try file.load() else { return nil }
        guard tensors.map(\.count) == outline.allCounts else { throw file.damaged }
        return try TuningSnapshot(outline: outline, tensors: tensors)
    }

    /// Saves the state after an epoch, unless saving would then take more than a tenth of the time.
    func saveWhenDue(_ snapshot: @autoclosure () throws -> TuningSnapshot) throws {
        try pace.saveWhenDue {
            let snapshot = try snapshot()
            try file.save(snapshot.outline, numbers: snapshot.tensors)
        }
    }

    /// Removes the file once the training is done.
    func remove() { file.remove() }
}
