import Foundation

/// Looks at what is at a path before a library opens it, so that the error says what is wrong.
package enum InputPath {
    /// Requires a readable regular file, or a link to one, at `path`.
    ///
    /// Reading a pipe would wait, and a device such as `/dev/zero` would never end.
    ///
    /// - Throws: `StorageError.missing` and `.cannotOpen`.
    package static func requireReadableFile(_ path: String) throws(StorageError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path, errno) }
        try requireRegular(status, path)
        guard access(path, R_OK) == 0 else { throw failure(path, errno) }
    }

    private static func requireRegular(_ status: stat, _ path: String) throws(StorageError) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: throw .cannotOpen(path: path, reason: "it is a folder")
        case S_IFIFO: throw .cannotOpen(path: path, reason: "it is a pipe")
        default: throw .cannotOpen(path: path, reason: "it is not a regular file")
        }
    }

    /// Opens a regular file for reading; the caller closes the descriptor.
    package static func open(_ path: String) throws(StorageError) -> Int32 {
        // Without O_NONBLOCK, opening would wait if a pipe has just taken over the name.
        let descriptor = Foundation.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        do throws(StorageError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
            try requireRegular(status, path)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// The error for a path that a system call refused with `code`.
    package static func failure(_ path: String, _ code: Int32) -> StorageError {
        code == ENOENT || code == ENOTDIR
            ? .missing(path: path) : .cannotOpen(path: path, reason: String(cString: strerror(code)))
    }

    /// The system's words for an error code, in lower case.
    package static func words(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }

    /// All bytes of a file that has at most `most` bytes.
    package static func contents(of path: String, atMost most: Int) throws(StorageError) -> Data {
        try requireReadableFile(path)
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotOpen(path: path, reason: "it is not a regular file") }
        guard status.st_size <= most else {
            throw .cannotOpen(path: path, reason: "it has \(status.st_size) bytes, but at most \(most) are expected")
        }
        return try contents(of: path)
    }

    /// All bytes of a file, of which only those that are looked at take memory.
    package static func mapped(_ path: String) throws(StorageError) -> Data {
        try requireReadableFile(path)
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw .cannotOpen(path: path, reason: error.localizedDescription)
        }
    }

    /// All bytes of a file.
    package static func contents(of path: String) throws(StorageError) -> Data {
        try requireReadableFile(path)
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .cannotOpen(path: path, reason: error.localizedDescription)
        }
    }
}
