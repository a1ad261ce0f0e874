import Exploration
import Faults
import Files
import Foundation

/// The file that `kalon-explore --output` writes: JSON with sorted keys.
public enum ExplorationFile {
    /// Writes an exploration.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    public static func write(_ exploration: Exploration, to path: String) throws {
        try AtomicOutput.write(ReadableJSON.data(exploration), to: path)
    }

    /// Reads an exploration and checks its values.
    ///
    /// - Throws: `StorageError` if the file cannot be read, `PipelineError.notAnExploration` if it holds something else, and
    ///   `StoredProblem` with the key of an impossible value.
    public static func read(_ path: String) throws -> Exploration {
        try ReadableJSON.value(in: path, marked: "sets", otherwise: .notAnExploration(path)) {
            (exploration: Exploration) throws(StoredProblem) in try exploration.check()
        }
    }
}
