import Foundation

/// Files that one run at a time keeps its progress in, beside its output.
package enum LockedFile {
    /// The name of the file beside `output`.
    package static func path(beside output: String) -> String { output + ".partial" }

    /// Opens the file beside `output`, or makes it, and holds it locked for as long as the handle lives.
    ///
    /// As one run at a time writes the output, whatever lies half written beside it is of a run that was killed, and is
    /// deleted. Throws `StorageError.cannotWrite` when the file cannot be held, as when another run holds it.
    package static func open(beside output: String) throws(StorageError) -> FileHandle {
        let path = path(beside: output)
        let handle = try open(path)
        AtomicOutput.removeLeftovers(of: path)
        AtomicOutput.removeLeftovers(of: output)
        return handle
    }

    private static func open(_ path: String) throws(StorageError) -> FileHandle {
        while true {
            let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                throw .cannotWrite(path: path, reason: "another run for the same output is at work")
            }
            // A run that ended or went on in between has removed, renamed or replaced the file that was opened here.
            var opened = stat()
            var named = stat()
            let isThere = fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
            if isThere, opened.st_dev == named.st_dev, opened.st_ino == named.st_ino { return handle }
        }
    }
}
