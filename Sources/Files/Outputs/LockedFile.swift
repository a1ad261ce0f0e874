import Foundation
import Synchronization

/// A file in which one run at a time keeps its progress, usually next to an output; it is open and locked for as long as this value
/// lives.
package final class LockedFile: Sendable {
    /// The path as it is shown to the user.
    package let path: String
    private let folder: OutputFolder
    private let name: String
    private let state: Mutex<FileHandle>

    /// The path of the file next to `output`.
    package static func path(beside output: String) -> String { output + ".partial" }

    /// Opens the file next to `output`, or makes it.
    ///
    /// Only one run at a time writes the output. Half-written files next to it were therefore left by runs that were
    /// killed, and are deleted. If the file is not empty, `recognises` receives its first bytes, at most 4096, and says
    /// whether the caller may overwrite it.
    ///
    /// Throws `StorageError.cannotWrite` if the file cannot be locked, for example because another run holds it, and if it
    /// is a link or a pipe, has a second name, or is not recognised.
    package convenience init(beside output: String, recognises: (_ head: Data) -> Bool) throws(StorageError) {
        try self.init(at: Self.path(beside: output), recognises: recognises)
        AtomicOutput.removeLeftovers(of: PathParts.name(of: output), in: folder)
    }

    /// Opens the file at `path`, which is no progress towards an output, or makes it.
    ///
    /// The rest is as for a file next to an output.
    package init(at path: String, recognises: (_ head: Data) -> Bool) throws(StorageError) {
        self.path = path
        name = PathParts.name(of: path)
        folder = try OutputFolder(holding: path, reportedAs: path)
        let handle = try Self.locked(name, in: folder, path)
        let head = Self.head(of: handle.fileDescriptor)
        guard head.isEmpty || recognises(head) else {
            throw .cannotWrite(
                path: path, reason: "it already exists and was not left by this command; " + OutputFolder.advice)
        }
        state = Mutex(handle)
        AtomicOutput.removeLeftovers(of: name, in: folder)
    }

    /// The open file.
    package var handle: FileHandle { state.withLock { $0 } }

    private static func locked(
        _ name: String, in folder: OutputFolder, _ path: String
    ) throws(StorageError) -> FileHandle {
        while true {
            let descriptor = try folder.openOwn(name, reportedAs: path)
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                throw .cannotWrite(path: path, reason: "another run is working on the same output")
            }
            // In the meantime another run may have removed, renamed or replaced the file that was opened here.
            if folder.has(name, as: descriptor) { return handle }
        }
    }

    private static func head(of descriptor: Int32) -> Data {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Data(bytes.prefix(max(0, count)))
    }

    /// The whole file, mapped; the system can reclaim its memory at any time.
    package func content() throws -> Data {
        let descriptor = handle.fileDescriptor
        return try Data(contentsOf: URL(fileURLWithPath: Descriptor.path(of: descriptor)), options: .alwaysMapped)
    }

    /// Replaces the file by what `body` writes, in one step, without ever giving up the name.
    package func replace(_ body: (AtomicOutput) throws(StorageError) -> Void) throws(StorageError) {
        let output = try AtomicOutput(path, in: folder, name: name)
        try body(output)
        let handle = try output.commitLocked()
        state.withLock { $0 = handle }
    }

    /// Renames the file within its folder, replacing a file that has the new name.
    package func rename(to other: String) throws(StorageError) {
        let code = isInPlace ? folder.rename(name, to: other) : ENOENT
        guard code == 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(code))) }
    }

    /// Removes the file, unless another one has taken its name by now.
    ///
    /// - Returns: the system's error code, or 0.
    @discardableResult
    package func remove() -> Int32 { isInPlace ? folder.remove(name) : ENOENT }

    private var isInPlace: Bool { folder.has(name, as: handle.fileDescriptor) }
}
