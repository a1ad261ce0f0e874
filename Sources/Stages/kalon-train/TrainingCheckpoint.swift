import Files
import Learning
import StageSupport

/// The state of a training after one of its epochs.
final class TrainingCheckpoint {
    private let file: Checkpoint<TrainingSnapshot.Outline>
    private var pace = SavingPace()

    init(output: String, identity: String, clock: WorkClock) throws {
        file = try Checkpoint(output: output, identity: identity, clock: clock)
    }

    /// The state of an earlier run on the same data with the same options; nil if there is none.
    func load() throws -> TrainingSnapshot? {
        guard let (outline, tensors) = try file.load() else { return nil }
        guard tensors.map(\.count) == outline.counts else { throw file.damaged }
        return TrainingSnapshot(outline: outline, tensors: tensors)
    }

    /// Saves the state after an epoch, unless saving would then take more than a tenth of the time.
    func saveWhenDue(_ snapshot: @autoclosure () throws -> TrainingSnapshot) throws {
        try pace.saveWhenDue {
            let snapshot = try snapshot()
            try file.save(snapshot.outline, numbers: snapshot.tensors)
        }
    }

    /// Removes the file once the training is done.
    func remove() { file.remove() }
}
