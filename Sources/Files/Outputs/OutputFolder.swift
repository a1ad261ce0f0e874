import Foundation

/// A folder that is held open, in which files are made, renamed and removed by name.
///
/// It stays the same folder, wherever its path leads later, and names in it that are links are not followed. So nobody with
/// write access to the folder, or to one above it, can redirect an output to a file elsewhere.
package final class OutputFolder: Sendable {
    private let descriptor: Int32
    /// Linux' O_PATH, which Swift does not import: it also opens a folder that is writable but cannot be listed.
    private static let asPlace: Int32 = 0o10000000

    /// Makes a folder, and those above it, unless it exists.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    package static func make(at path: String) throws(StorageError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: path, reason: error.localizedDescription)
        }
    }

    /// Opens the folder that contains `file`.
    ///
    /// - Throws: `StorageError.cannotWrite` for `path`, the name that the user knows.
    init(holding file: String, reportedAs path: String) throws(StorageError) {
        let folder = PathParts.folder(of: file)
        descriptor = open(folder.isEmpty ? "." : folder, Self.asPlace | O_DIRECTORY | O_CLOEXEC)
        guard descriptor < 0 else { return }
        let code = errno
        let shown = PathParts.folder(of: path)
        throw .cannotWrite(
            path: path, reason: code == ENOENT ? "there is no folder \(shown)" : String(cString: strerror(code)))
    }

    deinit { close(descriptor) }

    /// Makes an empty file that must not exist yet.
    ///
    /// - Returns: its descriptor, or -1 with the system's code in `errno`.
    func create(_ name: String) -> Int32 {
        openat(descriptor, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND | O_CLOEXEC, 0o666)
    }

    /// Opens the regular file `name` for reading and writing, or makes it.
    ///
    /// - Returns: its descriptor.
    /// - Throws: `StorageError.cannotWrite` for `path` if the name belongs to anything else, which opening leaves untouched: a
    ///   link, a file that has another name as well, a pipe, or a folder.
    func openOwn(_ name: String, reportedAs path: String) throws(StorageError) -> Int32 {
        let opened = openat(descriptor, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o666)
        guard opened >= 0 else { throw .cannotWrite(path: path, reason: Self.refusal(errno)) }
        var status = stat()
        let isKnown = fstat(opened, &status) == 0
        let reason: String
        if isKnown, status.st_mode & S_IFMT != S_IFREG {
            reason = "it is not a regular file; " + Self.advice
        } else if isKnown, status.st_nlink > 1 {
            reason = "the same file has another name, under which it would be overwritten too; " + Self.advice
        } else {
            return opened
        }
        close(opened)
        throw .cannotWrite(path: path, reason: reason)
    }

    /// What to do about a file in the place where Kalon wants to keep its progress.
    static let advice = "move it away, or write to another output"

    private static func refusal(_ code: Int32) -> String {
        switch code {
        case ELOOP: "it is a link; " + advice
        case EISDIR: "it is a folder; " + advice
        case ENXIO: "it is not a regular file; " + advice
        default: String(cString: strerror(code))
        }
    }

    /// Whether `name` belongs to the open file, and not to another one or to none.
    func has(_ name: String, as opened: Int32) -> Bool {
        var named = stat()
        var own = stat()
        guard fstatat(descriptor, name, &named, AT_SYMLINK_NOFOLLOW) == 0, fstat(opened, &own) == 0 else { return false }
        return named.st_dev == own.st_dev && named.st_ino == own.st_ino
    }

    /// Renames a file, replacing one that has the new name.
    ///
    /// - Returns: the system's error code, or 0.
    func rename(_ name: String, to other: String) -> Int32 {
        renameat(descriptor, name, descriptor, other) == 0 ? 0 : errno
    }

    /// Renames a file unless the new name is taken (`EEXIST`).
    ///
    /// - Returns: the system's error code, or 0.
    func renameNew(_ name: String, to other: String) -> Int32 {
        guard linkat(descriptor, name, descriptor, other, 0) != 0 else { return remove(name) }
        let code = errno
        guard code == EPERM || code == EOPNOTSUPP || code == ENOSYS || code == EMLINK else { return code }
        // The file system has no hard links.
        return contains(other) ? EEXIST : rename(name, to: other)
    }

    /// Whether something of this name exists.
    func contains(_ name: String) -> Bool { faccessat(descriptor, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 }

    /// Removes a file.
    ///
    /// - Returns: the system's error code, or 0.
    @discardableResult
    func remove(_ name: String) -> Int32 { unlinkat(descriptor, name, 0) == 0 ? 0 : errno }

    /// The names of everything in the folder; empty if they cannot be listed.
    var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: Descriptor.path(of: descriptor))) ?? []
    }
}
