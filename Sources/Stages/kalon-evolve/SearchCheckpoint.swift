import Evolution
import Foundation
import Storage

/// The state of a search after its last whole generation, in a file beside the output.
struct SearchCheckpoint {
    private let path: String
    private let identity: String

    private struct Content: Codable {
        let identity: String
        let snapshot: SearchSnapshot
    }

    init(output: String, identity: String) {
        path = output + ".partial"
        self.identity = identity
    }

    /// The state of an earlier run on the same features with the same training; nil where there is none.
    ///
    /// Throws `EvolutionError.snapshotDamaged` for a file that is no checkpoint.
    func load() throws -> SearchSnapshot? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        guard let content = try? JSONDecoder().decode(Content.self, from: data) else {
            throw EvolutionError.snapshotDamaged(reason: "\(path) is no checkpoint of a search; remove it")
        }
        return content.identity == identity ? content.snapshot : nil
    }

    func save(_ snapshot: SearchSnapshot) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try AtomicOutput.write(encoder.encode(Content(identity: identity, snapshot: snapshot)), to: path)
    }

    func remove() throws {
        try FileManager.default.removeItem(atPath: path)
    }
}
