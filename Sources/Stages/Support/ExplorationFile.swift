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
        let data = try InputPath.contents(of: path)
        guard let exploration = try? JSONDecoder().decode(Exploration.self, from: data) else {
            throw PipelineError.notAnExploration(path)
        }
        return exploration
    }
}
