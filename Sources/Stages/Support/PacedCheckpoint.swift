import Files

/// The state of a training after one of its epochs: an outline, and the tensors that it tells the sizes of.
public final class PacedCheckpoint<Outline: Codable> {
    private let file: Checkpoint<Outline>
    private let counts: (Outline) -> [Int]
    private var pace = SavingPace()

    /// Takes hold of the file beside an output.
    ///
    /// - Parameters:
    ///   - output: The path of the output.
    ///   - identity: What must match for an interrupted training to resume.
    ///   - clock: Measures how long the work takes.
    ///   - counts: The sizes of the tensors that an outline tells of.
    /// - Throws: `StorageError.cannotWrite` if another run holds the file.
    public init(output: String, identity: String, clock: WorkClock, counts: @escaping (Outline) -> [Int]) throws {
        file = try Checkpoint(output: output, identity: identity, clock: clock)
        self.counts = counts
    }

    /// The state of an earlier run on the same data with the same options; nil if there is none.
    ///
    /// - Throws: `PipelineError.checkpointDamaged` if the tensors do not fit the outline.
    public func load() throws -> (outline: Outline, tensors: [[Float]])? {
        guard let (outline, tensors) = try file.load() else { return nil }
        guard tensors.map(\.count) == counts(outline) else { throw file.damaged }
        return (outline, tensors)
    }

    /// Saves the state after an epoch, unless saving would then take more than a tenth of the time.
    ///
    /// - Parameter state: Returns the state; called only if it is saved.
    /// - Throws: `StorageError` if the file cannot be written, and what `state` throws.
    public func saveWhenDue(_ state: () throws -> (outline: Outline, tensors: [[Float]])) throws {
        try pace.saveWhenDue {
            let (outline, tensors) = try state()
            try file.save(outline, numbers: tensors)
        }
    }

    /// Removes the file once the training is done.
    public func remove() { file.remove() }
}
