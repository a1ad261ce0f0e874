import Files
import Foundation
import Synchronization

/// What has come of a file so far: `TARGET.partial`, kept so that a later run can continue from there.
///
/// `TARGET.partial.json` next to it says where the bytes came from. The file is locked for as long as this value lives, so
/// that a second run for the same file is refused.
package final class PartialFile: Sendable {
    /// Where the bytes came from.
    package struct Origin: Codable, Equatable, Sendable {
        package let address: String
        /// The server's name for this state of the file: a strong ETag, or else the date of its last change.
        package let validator: String?
        /// The size of the whole file, if the server reported it.
        package let total: Int?

        package init(address: String, validator: String?, total: Int?) {
            self.address = address
            self.validator = validator
            self.total = total
        }
    }

    private struct State {
        var bytes = 0
        var origin: Origin?
        var answers = 0
    }

    /// The path of the partial file.
    package let path: String
    private let target: String
    private let notePath: String
    private let file: LockedFile
    private let state: Mutex<State>

    /// Opens what there is for a target, or makes a new file.
    ///
    /// - Parameter target: the path of the finished file.
    /// - Throws: `StorageError.cannotWrite`, also for bytes without a note of their origin or with an unreadable one,
    ///   because those are somebody else's.
    package init(for target: String) throws(StorageError) {
        self.target = target
        path = LockedFile.path(beside: target)
        notePath = path + ".json"
        let note = try Self.note(at: notePath)
        file = try LockedFile(beside: target) { _ in note != nil }
        var state = State(origin: note)
        let end = note == nil ? 0 : lseek(file.handle.fileDescriptor, 0, SEEK_END)
        if end > 0 {
            state.bytes = Int(end)
            state.answers = 1
        }
        self.state = Mutex(state)
    }

    private static func note(at path: String) throws(StorageError) -> Origin? {
        let text: Data
        do {
            text = try InputPath.contents(of: path)
        } catch .missing {
            return nil
        } catch {
            throw .cannotWrite(path: path, reason: "the existing file cannot be read; move it away")
        }
        guard let note = try? JSONDecoder().decode(Origin.self, from: text) else {
            throw .cannotWrite(path: path, reason: "it already exists and was not left by a download; move it away")
        }
        return note
    }

    private var descriptor: Int32 { file.handle.fileDescriptor }

    /// The number of bytes that are there.
    package var bytes: Int { state.withLock { $0.bytes } }

    /// The size of the whole file, if the server reported it.
    package var total: Int? { state.withLock { $0.origin?.total } }

    /// Whether the bytes came in several answers, which may not have been of the same file.
    package var isSpliced: Bool { state.withLock { $0.answers > 1 } }

    package var origin: Origin? { state.withLock { $0.origin } }

    /// Discards all bytes.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    package func discard() throws(StorageError) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure(errno) }
        unlink(notePath)
        state.withLock {
            $0.bytes = 0
            $0.origin = nil
            $0.answers = 0
        }
    }

    /// Starts the file anew with bytes from `origin`.
    package func begin(_ origin: Origin) throws(StorageError) {
        try discard()
        try requireRoom(for: origin.total)
        do {
            try AtomicOutput.write(JSONEncoder().encode(origin), to: notePath)
        } catch let error as StorageError {
            throw error
        } catch {
            throw .cannotWrite(path: notePath, reason: error.localizedDescription)
        }
        state.withLock {
            $0.origin = origin
            $0.answers = 1
        }
    }

    /// Continues with the bytes of another answer.
    package func goOn() throws(StorageError) {
        try requireRoom(for: total)
        state.withLock { $0.answers += 1 }
    }

    package func append(_ data: Data) throws(StorageError) {
        let code = data.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
        if code != 0 { throw failure(code) }
        state.withLock { $0.bytes += data.count }
    }

    /// Removes the file and its note if nothing came; the file must not be used after that.
    func removeIfEmpty() {
        guard bytes == 0 else { return }
        file.remove()
        unlink(notePath)
    }

    /// Gives the finished file its name once the disk has accepted it, and removes a file that was rejected earlier.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    package func commit() throws(StorageError) {
        guard fsync(descriptor) == 0 else { throw failure(errno) }
        try move(to: target)
        unlink(rejectedPath)
    }

    /// Removes the file and its note once what was needed of it is elsewhere, and a file that was rejected earlier; the file
    /// must not be used after that.
    package func remove() {
        file.remove()
        unlink(notePath)
        unlink(rejectedPath)
    }

    /// Renames a file that is not what it should be.
    ///
    /// - Returns: its new path, `TARGET.rejected`.
    /// - Throws: `StorageError.cannotWrite`.
    package func reject() throws(StorageError) -> String {
        try move(to: rejectedPath)
        return rejectedPath
    }

    private var rejectedPath: String { target + ".rejected" }

    private func move(to name: String) throws(StorageError) {
        try file.rename(to: PathParts.name(of: name))
        unlink(notePath)
    }

    /// Throws before the disk is filled with something that cannot be finished.
    private func requireRoom(for total: Int?) throws(StorageError) {
        var status = statvfs()
        guard let total, fstatvfs(descriptor, &status) == 0 else { return }
        let needed = total - bytes
        let (free, isImmense) = Int(clamping: status.f_bavail).multipliedReportingOverflow(by: Int(status.f_frsize))
        guard !isImmense, needed > free else { return }
        throw .cannotWrite(path: target, reason: "\(needed) bytes are still to come, but the disk has room for \(free)")
    }

    private func failure(_ code: Int32) -> StorageError {
        .cannotWrite(path: path, reason: String(cString: strerror(code)))
    }
}
