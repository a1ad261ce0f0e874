import Files
import ForeignFormats
import Foundation

/// The state of a published file in a folder.
package enum WeightState: String, Sendable, Codable {
    /// The file is not here.
    case missing
    /// A download of the file was interrupted.
    case partial
    /// The file is here but has never been checked.
    case unchecked
    /// The file has been modified since it was checked.
    case changed
    /// The file was checked and is not what was published.
    case wrong
    /// The file is as it was when it came; no published digest exists to check it against.
    case recorded
    /// The file was checked against what was published.
    case verified

    /// Whether there is a file, right or wrong.
    package var isHere: Bool { self != .missing && self != .partial }

    /// Whether the file may be used.
    package var isUsable: Bool { self == .recorded || self == .verified }
}

/// A folder of weight files under their published names.
package struct WeightFolder: Sendable {
    /// The path of the folder.
    package let path: String

    /// A folder, which need not exist yet.
    ///
    /// - Parameter path: the path of the folder.
    package init(path: String) {
        self.path = path
    }

    /// The folder `kalon/weights` in the user's data folder: `XDG_DATA_HOME`, or else `~/.local/share`.
    ///
    /// - Parameter environment: the variables of the process.
    /// - Throws: `WeightsError.noHome`.
    package static func standard(environment: [String: String]) throws(WeightsError) -> WeightFolder {
        let own = UserFolder.path(variable: "XDG_DATA_HOME", fallback: ".local/share", environment: environment)
        guard let own else { throw .noHome }
        return WeightFolder(path: own + "/weights")
    }

    /// The path of an entry's file, whether or not it exists.
    ///
    /// - Parameter entry: an entry of the list.
    package func file(of entry: WeightCatalogue.Entry) -> String {
        (path as NSString).appendingPathComponent(entry.file)
    }

    /// The state of an entry's file, judged by its record; the file itself is not read.
    ///
    /// - Parameter entry: an entry of the list.
    package func state(of entry: WeightCatalogue.Entry) -> WeightState {
        let file = file(of: entry)
        guard FileManager.default.fileExists(atPath: file) else {
            return FileManager.default.fileExists(atPath: LockedFile.path(beside: file)) ? .partial : .missing
        }
        guard let record = WeightRecord(of: file) else { return .unchecked }
        guard record.isFresh else { return .changed }
        let published = [(entry.sha256, record.sha256), (entry.md5, record.md5)].filter { $0.0 != nil }
        guard published.allSatisfy({ $0.0 == $0.1 }) else { return .wrong }
        return published.isEmpty ? .recorded : .verified
    }

    /// The SHA-256 that an entry's file had when it was checked, whether or not the file is still here; nil if it never
    /// was.
    ///
    /// - Parameter entry: an entry of the list.
    package func recordedSHA256(of entry: WeightCatalogue.Entry) -> String? { WeightRecord(of: file(of: entry))?.sha256 }

    /// Checks a file against what was published or, if nothing was, against what came the first time.
    ///
    /// Cost: reads the file once.
    ///
    /// - Parameters:
    ///   - candidate: the path of the file to check.
    ///   - entry: what the file should be.
    /// - Returns: the digests of the file.
    /// - Throws: `WeightsError.differs` and `StorageError`.
    package func check(_ candidate: String, as entry: WeightCatalogue.Entry) throws -> FileDigests {
        let digests = try FileDigests(of: candidate)
        let checking = Checking(file: candidate, name: entry.name)
        try checking.require(.bytes, String(digests.bytes), entry.bytes.map(String.init))
        try checking.require(.sha256, digests.sha256, entry.sha256)
        try checking.require(.md5, digests.md5, entry.md5)
        if !entry.hasPublishedDigest {
            try checking.require(
                .sha256, digests.sha256, recordedSHA256(of: entry), .recorded(file(of: entry) + ".checksums"))
        }
        return digests
    }

    /// What a file is compared with.
    private struct Checking {
        let file: String
        let name: String

        func require(
            _ quantity: WeightDifference.Quantity, _ found: String, _ expected: String?,
            _ source: WeightDifference.Source = .published
        ) throws(WeightsError) {
            guard let expected, expected != found else { return }
            throw .differs(
                WeightDifference(
                    file: file, name: name, quantity: quantity, found: found, expected: expected, source: source))
        }
    }

    /// Records the digests of an entry's file, so that a later change is noticed.
    ///
    /// - Parameters:
    ///   - digests: the digests of the file.
    ///   - entry: an entry whose file is in this folder.
    /// - Throws: `StorageError`.
    package func record(_ digests: FileDigests, for entry: WeightCatalogue.Entry) throws(StorageError) {
        try WeightRecord.write(digests, of: file(of: entry))
    }

    /// Copies a file to this folder under the name of an entry, once the copy has been checked.
    ///
    /// - Parameters:
    ///   - source: the path of the file, or of the archive that it is published in; it may already be the entry's file in this
    ///     folder.
    ///   - entry: what the file should be.
    /// - Returns: the digests of the file.
    /// - Throws: `WeightsError.differs`, `.unreadableArchive` and `StorageError`.
    package func importFile(_ source: String, as entry: WeightCatalogue.Entry) throws -> FileDigests {
        let target = file(of: entry)
        guard Self.resolved(source) != Self.resolved(target) else {
            let digests = try check(source, as: entry)
            try record(digests, for: entry)
            return digests
        }
        if let archive = entry.archive, FileKind(of: source) == .zip {
            return try install(archive.member, ofArchive: source, as: entry)
        }
        return try install(entry, from: source) { output throws(StorageError) in
            try FilePieces.forEach(of: source) { piece throws(StorageError) in try output.append(piece) }
        }
    }

    /// Takes an entry's file out of an archive into this folder, once both have been checked.
    ///
    /// - Parameters:
    ///   - source: the path of the archive.
    ///   - archive: what the archive should be.
    ///   - entry: the entry, of which `archive` is a part.
    /// - Returns: the digests of the file.
    /// - Throws: `WeightsError.differs`, `.unreadableArchive` and `StorageError`.
    package func importArchive(
        _ source: String, _ archive: WeightCatalogue.Entry.Archive, as entry: WeightCatalogue.Entry
    ) throws -> FileDigests {
        let digests = try FileDigests(of: source)
        let checking = Checking(file: source, name: entry.name)
        try checking.require(.bytes, String(digests.bytes), archive.bytes.map(String.init))
        try checking.require(.sha256, digests.sha256, archive.sha256)
        return try install(archive.member, ofArchive: source, as: entry)
    }

    private func install(
        _ member: String, ofArchive source: String, as entry: WeightCatalogue.Entry
    ) throws -> FileDigests {
        let content: Data
        do {
            let archive = try ZipArchive(InputPath.mapped(source))
            guard let found = archive.entries.first(where: { $0.name == member }) else {
                throw FormatProblem("it does not have that entry")
            }
            content = try found.content()
        } catch let problem as FormatProblem {
            throw WeightsError.unreadableArchive(file: source, member: member, problem: problem.text)
        }
        return try install(entry, from: source) { output throws(StorageError) in try output.append(content) }
    }

    /// Gives what `write` writes the name of an entry's file once it has been checked.
    private func install(
        _ entry: WeightCatalogue.Entry, from source: String, _ write: (AtomicOutput) throws(StorageError) -> Void
    ) throws -> FileDigests {
        let output = try AtomicOutput(file(of: entry))
        try write(output)
        let digests: FileDigests
        do {
            digests = try check(output.temporaryPath, as: entry)
        } catch WeightsError.differs(var difference) {
            difference.file = source
            throw WeightsError.differs(difference)
        }
        try output.commit()
        try record(digests, for: entry)
        return digests
    }

    /// The path of an entry's file, which is ready for use.
    ///
    /// - Parameter entry: an entry of the list.
    /// - Throws: `WeightsError.notReady`, which says how to make it ready.
    package func usableFile(of entry: WeightCatalogue.Entry) throws(WeightsError) -> String {
        let state = state(of: entry)
        guard state.isUsable else { throw .notReady(name: entry.name, file: file(of: entry), state: state) }
        return file(of: entry)
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
