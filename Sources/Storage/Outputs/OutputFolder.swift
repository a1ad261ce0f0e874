import Foundation

/// A folder that is held open, in which files are made, renamed and removed by their names.
///
/// It stays the folder that it was at first, whatever its path leads to later; and no name in it is followed where it is a
/// link. So nobody who may write in the folder, or in one above it, can lead an output to a file elsewhere.
final class OutputFolder: Sendable {
    private let descriptor: Int32
    /// Linux' O_PATH, which Swift does not see: a folder that may be written in but not listed can be opened as well.
    private static let asPlace: Int32 = 0o10000000

    /// Opens the folder that `file` lies in. Throws `StorageError.cannotWrite` for `path`, as which the user knows the file.
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

    /// Makes an empty file that was not there before; its descriptor, or -1 with the system's code in `errno`.
    func create(_ name: String) -> Int32 {
        openat(descriptor, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND | O_CLOEXEC, 0o666)
    }

    /// Opens the regular file `name` for reading and writing, or makes it; its descriptor.
    ///
    /// Throws `StorageError.cannotWrite` for `path` where the name is that of anything else, which opening does not touch:
    /// a link, a file that has another name as well, a pipe, a folder.
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

    /// What to do about a name that Kalon wants to keep its progress under.
    static let advice = "move it away, or write to another output"

    private static func refusal(_ code: Int32) -> String {
        switch code {
        case ELOOP: "it is a link; " + advice
        case EISDIR: "it is a folder; " + advice
        case ENXIO: "it is not a regular file; " + advice
        default: String(cString: strerror(code))
        }
    }

    /// Whether `name` is that of the open file, and not of another or of none.
    func has(_ name: String, as opened: Int32) -> Bool {
        var named = stat()
        var own = stat()
        guard fstatat(descriptor, name, &named, AT_SYMLINK_NOFOLLOW) == 0, fstat(opened, &own) == 0 else { return false }
        return named.st_dev == own.st_dev && named.st_ino == own.st_ino
    }

    /// Gives a file another name, over one that is there; the system's error code, or 0.
    func rename(_ name: String, to other: String) -> Int32 {
        renameat(descriptor, name, descriptor, other) == 0 ? 0 : errno
    }

    /// Gives a file another name unless that is taken (`EEXIST`); the system's error code, or 0.
    func renameNew(_ name: String, to other: String) -> Int32 {
        guard linkat(descriptor, name, descriptor, other, 0) != 0 else { return remove(name) }
        let code = errno
        guard code == EPERM || code == EOPNOTSUPP || code == ENOSYS || code == EMLINK else { return code }
        // A file system without second names.
        return contains(other) ? EEXIST : rename(name, to: other)
    }

    /// Whether there is anything of this name.
    func contains(_ name: String) -> Bool { faccessat(descriptor, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 }

    /// Removes a file; the system's error code, or 0.
    @discardableResult
    func remove(_ name: String) -> Int32 { unlinkat(descriptor, name, 0) == 0 ? 0 : errno }

    /// The names of everything in the folder; none where they cannot be listed.
    var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: Descriptor.path(of: descriptor))) ?? []
    }
}
