import Foundation

/// Files that can be made again at any time, kept in one folder under keys.
///
/// An entry is its content, sealed, so that damage is noticed. Entries appear whole or not at all; any number of runs may
/// read and write the same ones. When the folder grows beyond its size, the entries that were used longest ago are deleted.
public struct FileCache: Sendable {
    public let folder: String
    /// The size in bytes that all entries together may have; one that is larger by itself is kept until the next.
    public let maximumBytes: Int

    private static let suffix = ".entry"
    /// No run writes for longer; a file left half written before that is of one that was killed.
    private static let longestWrite: TimeInterval = 3600

    public init(folder: String, maximumBytes: Int) {
        self.folder = folder
        self.maximumBytes = maximumBytes
    }

    /// What was found under a key.
    public enum Finding {
        /// The content, mapped from the file: it costs no memory that the system could not take back.
        case content(Data)
        case nothing
        /// There was an entry, and it was not what had been stored. It is gone now.
        case damaged
    }

    /// Looks for the entry of `key`, which may be any text. Cost: reads all of it once.
    public func find(_ key: String) -> Finding {
        let path = path(of: key)
        guard let entry = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            return .nothing
        }
        guard let content = Seal.content(of: entry) else {
            unlink(path)
            return .damaged
        }
        // The time of change is that of the last use.
        utimes(path, nil)
        return .content(content)
    }

    /// Makes the entry of `key`: `write` is given the path of an empty file to write into, and what it returns is put
    /// behind that. Other entries make room.
    ///
    /// Throws `StorageError.cannotWrite`, and what `write` throws.
    public func store(_ key: String, write: (_ path: String) throws -> Data) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StorageError.cannotWrite(path: folder, reason: error.localizedDescription)
        }
        let path = path(of: key)
        let output = try AtomicOutput(path)
        try output.append(try write(output.temporaryPath))
        try Seal.append(to: output)
        try output.commit()
        makeRoom(keeping: path)
    }

    /// Deletes the entry of `key`, where there is one.
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
