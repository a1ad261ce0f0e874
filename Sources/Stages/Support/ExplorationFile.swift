import Exploration
import Faults
import Foundation
import Storage

/// What `kalon-explore --output` writes: JSON with sorted keys.
public enum ExplorationFile {
    public static func write(_ exploration: Exploration, to path: String) throws {
        try AtomicOutput.write(ReadableJSON.data(exploration), to: path)
    }

    /// Throws `StorageError` for a file that cannot be read, `PipelineError.notAnExploration` for another
    /// one, and `StoredProblem` with its key for one that cannot be.
    public static func read(_ path: String) throws -> Exploration {
        try ReadableJSON.value(in: path, marked: "sets", otherwise: .notAnExploration(path)) {
            (exploration: Exploration) throws(StoredProblem) in try exploration.check()
        }
    }
}
