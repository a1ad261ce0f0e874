import Foundation

/// Files that one run at a time keeps its progress in, beside its output.
package enum LockedFile {
    /// Opens the file at `path`, or makes it, and holds it locked for as long as the handle lives.
    ///
    /// Throws `StorageError.cannotWrite` when that cannot be, as when another run holds it.
    package static func open(_ path: String) throws(StorageError) -> FileHandle {
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
