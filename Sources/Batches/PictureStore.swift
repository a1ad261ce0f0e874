import Faults
import Files
import Foundation
import Imaging
import Synchronization

/// The open file of a `PictureCache`: a line that says what it is, and one `PictureRecord` after the other.
///
/// Records are only added. One that was cut short by a kill is dropped when the file is opened. It may be used from several
/// threads.
final class PictureStore: Sendable {
    private struct Entry {
        let record: PictureRecord
        let offset: Int
    }

    private struct State {
        var entries: [PictureKey: Entry] = [:]
        /// Where the next record goes.
        var end: Int
        /// Whether records may be added.
        var isOpen = true
        var hasNotedDamage = false
    }

    private let file: LockedFile
    private let cache: PictureCache
    private let state: Mutex<State>

    private static let mark = Data("kalon picture cache 1\n".utf8)

    /// Opens the file of `cache`, or makes it; nil if it cannot be used, which `cache` was told.
    ///
    /// What is not a cache is overwritten, and so is one in which more is of no use than of use.
    ///
    /// - Parameter isWanted: whether a picture may still be asked for.
    init?(_ cache: PictureCache, isWanted: (PictureKey) -> Bool) {
        self.cache = cache
        do {
            try FileManager.default.createDirectory(
                atPath: cache.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // What has this name in a folder for caches may be made again, whatever it is.
            file = try LockedFile(at: cache.path) { _ in true }
            state = Mutex(try Self.content(of: file, cache, isWanted))
        } catch {
            let reason = (error as? any Fault)?.sentence ?? "\(cache.folder): \(error.localizedDescription)"
            cache.notice("photographs are decoded in every epoch, because the cache of pictures cannot be used: \(reason)")
            return nil
        }
    }

    /// The picture that was stored under a key, and how its photograph was read; nil if there is none.
    func find(_ key: PictureKey) -> (picture: Picture, notes: ReadingNotes)? {
        guard let entry = state.withLock({ $0.entries[key] }) else { return nil }
        let count = entry.record.bytes - PictureRecord.headBytes
        let rest = Self.read(file.handle.fileDescriptor, count, at: entry.offset + PictureRecord.headBytes)
        if let picture = rest.flatMap(entry.record.picture) { return (picture, entry.record.notes) }
        let isNew = state.withLock { state in
            state.entries[key] = nil
            defer { state.hasNotedDamage = true }
            return !state.hasNotedDamage
        }
        if isNew {
            cache.notice("\(cache.path): a picture in the cache is damaged; such photographs are decoded again")
        }
        return nil
    }

    /// Adds a picture if there is room.
    func store(_ picture: Picture, _ notes: ReadingNotes, under key: PictureKey) {
        guard let record = PictureRecord(key: key, picture, notes) else { return }
        let data = record.data(picture.pixels)
        let problem = state.withLock { state -> String? in
            guard state.isOpen, state.entries[key] == nil else { return nil }
            guard state.end + data.count <= cache.maximumBytes else {
                state.isOpen = false
                return "the cache of pictures is full (\(cache.maximumBytes) bytes); " + Self.consequence
            }
            let code = Self.write(data, to: file.handle.fileDescriptor, at: state.end)
            guard code == 0 else {
                state.isOpen = false
                return "the cache of pictures cannot grow (\(InputPath.words(code))); " + Self.consequence
            }
            state.entries[key] = Entry(record: record, offset: state.end)
            state.end += data.count
            return nil
        }
        if let problem { cache.notice("\(cache.path): \(problem)") }
    }

    private static let consequence = "the other photographs are decoded in every epoch"

    /// What is in the file, after it was put in order.
    private static func content(
        of file: LockedFile, _ cache: PictureCache, _ isWanted: (PictureKey) -> Bool
    ) throws -> State {
        let descriptor = file.handle.fileDescriptor
        let size = Int(try file.handle.seekToEnd())
        func begin(noting problem: String?) throws -> State {
            if let problem { cache.notice("\(cache.path): \(problem); the cache of pictures is made again") }
            try file.handle.truncate(atOffset: 0)
            try file.handle.write(contentsOf: mark)
            return State(end: mark.count)
        }
        guard size > 0 else { return try begin(noting: nil) }
        guard read(descriptor, mark.count, at: 0).map({ Data($0) }) == mark else {
            return try begin(noting: "this is not a cache of pictures that this version can read")
        }
        var state = State(end: mark.count)
        var useless = 0
        while state.end < size {
            guard let head = read(descriptor, PictureRecord.headBytes, at: state.end) else { break }
            guard let record = PictureRecord(head: Data(head)) else { return try begin(noting: "the file is damaged") }
            guard state.end + record.bytes <= size else { break }
            if isWanted(record.key) {
                state.entries[record.key] = Entry(record: record, offset: state.end)
            } else {
                useless += record.bytes
            }
            state.end += record.bytes
        }
        guard 2 * useless <= state.end else {
            return try begin(noting: "most pictures in it are of other photographs, or were resized otherwise")
        }
        guard state.end <= cache.maximumBytes else {
            return try begin(noting: "it has more than the \(cache.maximumBytes) bytes that are allowed")
        }
        try file.handle.truncate(atOffset: UInt64(state.end))
        return state
    }

    /// The next `count` bytes from `offset` on; nil if there are fewer or they cannot be read.
    private static func read(_ descriptor: Int32, _ count: Int, at offset: Int) -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count, let start = buffer.baseAddress {
                let found = pread(descriptor, start + done, count - done, off_t(offset + done))
                if found < 0 && errno == EINTR { continue }
                guard found > 0 else { return }
                done += found
            }
        }
        return bytes.count == count ? bytes : nil
    }

    /// Writes a record, of which nothing is left after an error.
    ///
    /// - Returns: the system's error code, or 0.
    private static func write(_ data: Data, to descriptor: Int32, at offset: Int) -> Int32 {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { return errno }
        let code = data.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
        if code != 0 { ftruncate(descriptor, off_t(offset)) }
        return code
    }
}
