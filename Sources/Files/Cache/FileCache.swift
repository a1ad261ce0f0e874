import Foundation

/// Files that can be made again at any time, kept in one folder under keys.
///
/// Each entry is its content with a seal, so that damage is noticed. Entries appear whole or not at all, and any number of
/// runs may read and write the same ones. If the folder grows beyond its size, the least recently used entries are deleted.
public struct FileCache: Sendable {
    /// The folder, which is made when the first entry is stored.
    public let folder: String
    /// The most bytes that all entries together may have; a single larger entry is kept until the next one is stored.
    public let maximumBytes: Int

    private static let suffix = ".entry"
    /// The longest that a run writes, in seconds.
    ///
    /// A half-written file older than this was left by a run that was killed.
    private static let longestWrite: TimeInterval = 3600

    /// A cache in a folder.
    ///
    /// - Parameters:
    ///   - folder: the folder; it need not exist.
    ///   - maximumBytes: the most bytes that all entries together may have.
    public init(folder: String, maximumBytes: Int) {
        self.folder = folder
        self.maximumBytes = maximumBytes
    }

    /// What was found under a key.
    public enum Finding {
        /// The content, whose payload is mapped from the file; the system can reclaim its memory at any time.
        case content(SealedContent)
        /// There is no entry.
        case nothing
        /// The entry was not what had been stored, and has been deleted.
        case damaged
    }

    /// Looks for an entry.
    ///
    /// Cost: reads all of it once.
    ///
    /// - Parameter key: any text.
    public func find(_ key: String) -> Finding {
        let path = path(of: key)
        guard let entry = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            return .nothing
        }
        guard let content = SealedContent(of: entry) else {
            unlink(path)
            return .damaged
        }
        // The modification time records the last use.
        utimes(path, nil)
        return .content(content)
    }

    /// Makes an entry and deletes old ones if there is not enough room.
    ///
    /// - Parameters:
    ///   - key: any text; an entry that it has is replaced.
    ///   - write: receives the path of an empty file to write the payload into, and returns the note.
    /// - Throws: `StorageError.cannotWrite`, and what `write` throws.
    public func store(_ key: String, write: (_ path: String) throws -> Data) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageError.cannotWrite(path: folder, reason: error.localizedDescription)
        }
        let path = path(of: key)
        let output = try AtomicOutput(path)
        try SealedContent.seal(output, note: try write(output.temporaryPath))
        try output.commit()
        makeRoom(keeping: path)
    }

    /// Deletes an entry if there is one.
    ///
    /// - Parameter key: the key of the entry.
    public func remove(_ key: String) {
        unlink(path(of: key))
    }

    private func path(of key: String) -> String {
        let name = Data(key.utf8).withUnsafeBytes { FileDigest.sha256(of: $0) }
        return "\(folder)/\(name)\(Self.suffix)"
    }

    private struct Entry {
        let path: String
        let bytes: Int
        let lastUse: Date
    }

    private func makeRoom(keeping newest: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasSuffix(Self.suffix + ".partial") {
            guard let file = entry("\(folder)/\(name)"), -file.lastUse.timeIntervalSinceNow > Self.longestWrite else { continue }
            unlink(file.path)
        }
        let entries = names.filter { $0.hasSuffix(Self.suffix) }.compactMap { entry("\(folder)/\($0)") }
        var total = entries.reduce(0) { $0 + $1.bytes }
        for entry in entries.sorted(by: { $0.lastUse < $1.lastUse }) where total > maximumBytes && entry.path != newest {
            unlink(entry.path)
            total -= entry.bytes
        }
    }

    /// Nil for a file that another run has deleted since it was listed.
    private func entry(_ path: String) -> Entry? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let bytes = attributes[.size] as? Int, let date = attributes[.modificationDate] as? Date
        else { return nil }
        return Entry(path: path, bytes: bytes, lastUse: date)
    }
}
