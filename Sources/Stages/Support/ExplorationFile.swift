import Exploration
import Foundation
import Storage

/// What `kalon-explore --output` writes: JSON with sorted keys.
public enum ExplorationFile {
    public static func write(_ exploration: Exploration, to path: String) throws {
        try AtomicOutput.write(ReadableJSON.data(exploration), to: path)
    }

    /// Throws `StorageError` for a file that cannot be read, `PipelineError.notAnExploration` for another one.
    public static func read(_ path: String) throws -> Exploration {
        try ReadableJSON.value(in: path, otherwise: .notAnExploration(path))
    }
}
