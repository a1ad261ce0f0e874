import Evolution
import Foundation
import Storage

/// The state of a search after its last whole generation, in a file beside the output that one run at a time holds.
final class SearchCheckpoint {
    private let path: String
    private let identity: String
    /// The file as it was found.
    private let found: Data
    private var handle: FileHandle
    private var isKept: Bool

    private struct Content: Codable {
        let identity: String
        let snapshot: SearchSnapshot
    }

    /// Takes the file, which is made where there is none. Throws `StorageError.cannotWrite` when another run holds it.
    init(output: String, identity: String) throws {
        path = output + ".partial"
        self.identity = identity
        handle = try LockedFile.open(path)
        found = try handle.readToEnd() ?? Data()
        isKept = !found.isEmpty
    }

    deinit {
        // A search that saved no generation leaves nothing behind.
        if !isKept { unlink(path) }
    }

    /// The state of an earlier run on the same features with the same training; nil where there is none.
    ///
    /// Throws `EvolutionError.snapshotDamaged` for a file that is no checkpoint.
    func load() throws -> SearchSnapshot? {
        if found.isEmpty { return nil }
        guard let content = try? JSONDecoder().decode(Content.self, from: found) else {
            throw EvolutionError.snapshotDamaged(reason: "\(path) is no checkpoint of a search; remove it")
        }
        return content.identity == identity ? content.snapshot : nil
    }

    func save(_ snapshot: SearchSnapshot) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        handle = try AtomicOutput.writeLocked(encoder.encode(Content(identity: identity, snapshot: snapshot)), to: path)
        isKept = true
    }

    /// Removes the file once the search is done.
    func remove() {
        isKept = false
    }
}
