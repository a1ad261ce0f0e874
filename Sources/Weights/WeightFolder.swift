import Foundation
import Storage

/// How a published file is doing in a folder.
public enum WeightState: String, Sendable, Codable {
    /// Not here.
    case missing
    /// A download that was broken off.
    case partial
    /// Here, and never checked.
    case unchecked
    /// Touched since it was checked.
    case changed
    /// Checked, and not what was published.
    case wrong
    /// As it was when it came; nothing is published that it could be checked against.
    case recorded
    /// Checked against what was published.
    case verified

    /// Whether there is a file, right or wrong.
    public var isHere: Bool { self != .missing && self != .partial }

    /// Whether the file may be used.
    public var isUsable: Bool { self == .recorded || self == .verified }
}

/// The folder where weight files lie under their published names.
public struct WeightFolder: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// `kalon/weights` in the user's folder of data: `XDG_DATA_HOME`, or else `~/.local/share`. Throws
    /// `WeightsError.noHome`.
    public static func standard(environment: [String: String]) throws(WeightsError) -> WeightFolder {
        let own = UserFolder.path(variable: "XDG_DATA_HOME", fallback: ".local/share", environment: environment)
        guard let own else { throw .noHome }
        return WeightFolder(path: own + "/weights")
    }

    /// Where the file of `entry` is, or would be.
    public func file(of entry: WeightCatalogue.Entry) -> String {
        (path as NSString).appendingPathComponent(entry.file)
    }

    /// How the file of `entry` is doing, told from its record; reads no file.
    public func state(of entry: WeightCatalogue.Entry) -> WeightState {
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

    /// The SHA-256 that the file of `entry` had when it was checked, whether or not it is still here.
    public func recordedSHA256(of entry: WeightCatalogue.Entry) -> String? { WeightRecord(of: file(of: entry))?.sha256 }

    /// Reads the file at `candidate` and throws `WeightsError.differs` unless it is what was published as `entry`, or,
    /// where nothing was published, what came the first time.
    public func check(_ candidate: String, as entry: WeightCatalogue.Entry) throws -> FileDigests {
        let digests = try FileDigests(of: candidate)
        func require(
            _ quantity: WeightDifference.Quantity, _ found: String, _ expected: String?,
            _ source: WeightDifference.Source = .published
        ) throws(WeightsError) {
            guard let expected, expected != found else { return }
            throw .differs(
                WeightDifference(
                    file: candidate, name: entry.name, quantity: quantity, found: found, expected: expected,
                    source: source))
        }
        try require(.bytes, String(digests.bytes), entry.bytes.map(String.init))
        try require(.sha256, digests.sha256, entry.sha256)
        try require(.md5, digests.md5, entry.md5)
        if !entry.hasPublishedDigest {
            try require(.sha256, digests.sha256, recordedSHA256(of: entry), .recorded(file(of: entry) + ".checksums"))
        }
        return digests
    }

    /// Writes down what the file of `entry` is, so that a later change is noticed. Throws `StorageError`.
    public func record(_ digests: FileDigests, for entry: WeightCatalogue.Entry) throws(StorageError) {
        try WeightRecord.write(digests, of: file(of: entry))
    }

    /// Copies the file at `source` here, under the name of `entry`, once the copy has been checked. Throws
    /// `WeightsError.differs` and `StorageError`.
    public func importFile(_ source: String, as entry: WeightCatalogue.Entry) throws -> FileDigests {
        let target = file(of: entry)
        guard Self.resolved(source) != Self.resolved(target) else {
            let digests = try check(source, as: entry)
            try record(digests, for: entry)
            return digests
        }
        let output = try AtomicOutput(target)
        try FilePieces.forEach(of: source) { piece throws(StorageError) in try output.append(piece) }
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

    /// The file of `entry`, ready for use. Throws `WeightsError.notReady`, which says how to get there.
    public func usableFile(of entry: WeightCatalogue.Entry) throws(WeightsError) -> String {
        let state = state(of: entry)
        guard state.isUsable else { throw .notReady(name: entry.name, file: file(of: entry), state: state) }
        return file(of: entry)
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
