import Foundation

/// An output file that appears under its name only when it is complete.
///
/// The bytes go into a file beside it, which takes the name over in one step. Until then, and whenever anything
/// fails, what was there before stays; an output that is let go without `commit` leaves nothing behind.
package final class AtomicOutput {
    /// Where to write until the output is committed.
    package let temporaryPath: String
    private let path: String
    private let target: String
    private let descriptor: Int32
    private var isCommitted = false

    /// Makes the temporary file beside `path`; throws when the folder is missing, full or not writable.
    package init(_ path: String) throws(StorageError) {
        self.path = path
        target = try Self.resolve(path)
        let folder = (target as NSString).deletingLastPathComponent
        var attempt = 0
        while true {
            let candidate = (folder as NSString)
                .appendingPathComponent("\(getpid())-\(attempt).\(Self.temporarySuffix(target))")
            let opened = Foundation.open(candidate, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o666)
            if opened >= 0 {
                temporaryPath = candidate
                descriptor = opened
                return
            }
            guard errno == EEXIST else { throw Self.failure(path, errno) }
            attempt += 1
        }
    }

    deinit {
        if !isCommitted {
            // A library that failed to write may still hold the file open: cut to nothing, it takes no space.
            ftruncate(descriptor, 0)
            Foundation.close(descriptor)
            unlink(temporaryPath)
        }
    }

    /// What temporary names of `target` end with, after the number of the process, that of the attempt, and a dot.
    private static func temporarySuffix(_ target: String) -> String {
        "\((target as NSString).lastPathComponent.suffix(200)).partial"
    }

    /// Deletes what runs that were killed left half written of `path`. Only for who knows that no other run writes it.
    static func removeLeftovers(of path: String) {
        guard let target = try? resolve(path) else { return }
        let folder = (target as NSString).deletingLastPathComponent
        let suffix = "." + temporarySuffix(target)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        for name in names where name.hasSuffix(suffix) && name.dropLast(suffix.count).wholeMatch(of: #/\d+-\d+/#) != nil {
            unlink((folder as NSString).appendingPathComponent(name))
        }
    }

    /// Puts the finished file in its place, once the disk has taken it.
    package func commit() throws(StorageError) {
        try replace()
        // The bytes are on the disk since fsync, so that closing has nothing left to report.
        Foundation.close(descriptor)
    }

    private func replace() throws(StorageError) {
        precondition(!isCommitted, "an output is committed once")
        guard fsync(descriptor) == 0 else { throw Self.failure(path, errno) }
        guard rename(temporaryPath, target) == 0 else { throw Self.failure(path, errno) }
        isCommitted = true
    }

    /// Writes all of `data` to `path`.
    package static func write(_ data: Data, to path: String) throws(StorageError) {
        let output = try AtomicOutput(path)
        try output.append(data)
        try output.commit()
    }

    /// Writes all of `data` to `path` and holds the file locked, as `LockedFile` does, for as long as the handle lives.
    ///
    /// A run that holds the file that was there before never lets go of the name in between.
    package static func writeLocked(_ data: Data, to path: String) throws(StorageError) -> FileHandle {
        try writeLocked(to: path) { output throws(StorageError) in try output.append(data) }
    }

    /// The same for what `body` writes, piece by piece.
    package static func writeLocked(
        to path: String, _ body: (AtomicOutput) throws(StorageError) -> Void
    ) throws(StorageError) -> FileHandle {
        let output = try AtomicOutput(path)
        guard flock(output.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw failure(path, errno) }
        try body(output)
        try output.replace()
        return FileHandle(fileDescriptor: output.descriptor, closeOnDealloc: true)
    }

    /// Writes after what was written before, be it by this function or by others under the temporary name.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        let code = Descriptor.write(bytes, to: descriptor)
        if code != 0 { throw Self.failure(path, code) }
    }

    /// The same.
    package func append(_ data: Data) throws(StorageError) {
        let code = data.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
        if code != 0 { throw Self.failure(path, code) }
    }

    /// The regular file that `path` stands for, through links; a device or a folder is refused, for the last step
    /// would replace it.
    private static func resolve(_ path: String) throws(StorageError) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { return path }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        case S_IFDIR: throw .cannotWrite(path: path, reason: "it is a folder")
        default: throw .cannotWrite(path: path, reason: "it is not a regular file")
        }
    }

    private static func failure(_ path: String, _ code: Int32) -> StorageError {
        let folder = (path as NSString).deletingLastPathComponent
        let reason = code == ENOENT ? "there is no folder \(folder)" : String(cString: strerror(code))
        return .cannotWrite(path: path, reason: reason)
    }
}

extension HDF5File {
    /// Writes an HDF5 file atomically: `body` fills it, and it takes its name when `body` has returned and the disk
    /// has accepted everything.
    package static func write<R>(
        to path: String, _ body: (HDF5Group) throws(StorageError) -> R
    ) throws(StorageError) -> R {
        let output = try AtomicOutput(path)
        let file = try HDF5File.create(output.temporaryPath, reportedAs: path)
        let result = try body(file.root)
        try file.close()
        try output.commit()
        return result
    }
}
