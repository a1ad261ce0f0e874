import Foundation

/// An output file that appears under its name only when it is complete.
///
/// The bytes go into a file next to it, which then takes over the name in one step. Until then, and whenever something
/// fails, the previous file stays. An output that is released without `commit` leaves nothing behind.
package final class AtomicOutput {
    /// Where to write until the output is committed; it leads to the temporary file itself, not to its name.
    package let temporaryPath: String
    private let path: String
    private let folder: OutputFolder
    private let name: String
    private let temporaryName: String
    fileprivate let descriptor: Int32
    private var isCommitted = false

    /// Makes the temporary file next to `path`; throws if the folder is missing, full or not writable.
    package convenience init(_ path: String) throws(StorageError) {
        let target = try Self.resolve(path)
        try self.init(
            path, in: try OutputFolder(holding: target, reportedAs: path), name: PathParts.name(of: target))
    }

    /// The same in a folder that is held open; `name` itself is replaced even if it is a link.
    init(_ path: String, in folder: OutputFolder, name: String) throws(StorageError) {
        self.path = path
        self.folder = folder
        self.name = name
        var attempt = 0
        while true {
            let candidate = "\(getpid())-\(attempt).\(Self.temporarySuffix(name))"
            let opened = folder.create(candidate)
            if opened >= 0 {
                temporaryName = candidate
                descriptor = opened
                temporaryPath = Descriptor.path(of: opened)
                return
            }
            guard errno == EEXIST else {
                throw Self.failure(
                    path, errno == ENOENT ? "no file can be created in its folder" : String(cString: strerror(errno)))
            }
            attempt += 1
        }
    }

    deinit {
        guard !isCommitted else { return }
        // A library that failed to write may still have the file open; truncated, it takes no space.
        ftruncate(descriptor, 0)
        if folder.has(temporaryName, as: descriptor) { folder.remove(temporaryName) }
        Foundation.close(descriptor)
    }

    /// The end of temporary names for `name`; the numbers of the process and the attempt and a dot come before it.
    private static func temporarySuffix(_ name: String) -> String {
        var end = name[...]
        // A name has at most 255 bytes.
        while end.utf8.count > 200 { end = end.dropFirst() }
        return "\(end).partial"
    }

    /// Deletes half-written files for `name` that killed runs left.
    ///
    /// Only for callers who know that no other run is writing it.
    static func removeLeftovers(of name: String, in folder: OutputFolder) {
        let suffix = "." + temporarySuffix(name)
        for name in folder.names
        where name.hasSuffix(suffix) && name.dropLast(suffix.count).wholeMatch(of: #/\d+-\d+/#) != nil {
            folder.remove(name)
        }
    }

    /// Puts the finished file in its place, once the disk has accepted it.
    package func commit() throws(StorageError) {
        try replace()
        // Since fsync the bytes are on the disk, so closing has nothing left to report.
        Foundation.close(descriptor)
    }

    /// The same, unless something of this name exists by now: then it throws and leaves that alone.
    package func commitNew() throws(StorageError) {
        try replace { (temporary: String, name: String) in folder.renameNew(temporary, to: name) }
        Foundation.close(descriptor)
    }

    fileprivate func replace() throws(StorageError) {
        try replace { (temporary: String, name: String) in folder.rename(temporary, to: name) }
    }

    private func replace(_ rename: (_ temporary: String, _ name: String) -> Int32) throws(StorageError) {
        precondition(!isCommitted, "an output is committed once")
        guard fsync(descriptor) == 0 else { throw Self.failure(path, errno) }
        guard folder.has(temporaryName, as: descriptor) else {
            throw Self.failure(path, "another program has removed or replaced the temporary file \(temporaryName)")
        }
        let code = rename(temporaryName, name)
        guard code == 0 else {
            throw Self.failure(
                path, code == EEXIST ? "a file of this name already exists" : String(cString: strerror(code)))
        }
        isCommitted = true
    }

    /// Writes all of `data` to `path`.
    package static func write(_ data: Data, to path: String) throws(StorageError) {
        let output = try AtomicOutput(path)
        try output.append(data)
        try output.commit()
    }

    /// Takes the lock that `LockedFile` uses, and returns the file with it once the file has its name.
    func commitLocked() throws(StorageError) -> FileHandle {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Self.failure(path, errno) }
        try replace()
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Writes after everything written before, whether by this function or by others under the temporary name.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        let code = Descriptor.write(bytes, to: descriptor)
        if code != 0 { throw Self.failure(path, code) }
    }

    /// The same.
    package func append(_ data: Data) throws(StorageError) {
        let code = data.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
        if code != 0 { throw Self.failure(path, code) }
    }

    /// Gives the file the times of the one at `path`, if possible.
    package func keepTimes(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        futimens(descriptor, [status.st_atim, status.st_mtim])
    }

    /// The regular file that `path` leads to through links.
    ///
    /// A device or a folder is refused, because the last step would replace it.
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
        failure(path, String(cString: strerror(code)))
    }

    private static func failure(_ path: String, _ reason: String) -> StorageError {
        .cannotWrite(path: path, reason: reason)
    }
}
