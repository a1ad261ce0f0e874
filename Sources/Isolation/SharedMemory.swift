import CIsolation
import Foundation

/// A file in memory that two processes share: what is too large for questions and answers goes through it.
///
/// Not to be used by both at once: it belongs to whoever has the word. It is read and written by system calls and never
/// mapped by Kalon, so that a process which cuts it off does no harm to the other.
public final class SharedMemory: Sendable {
    let descriptor: Int32

    init(taking descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// A path that leads to it, within this process and for as long as it lives.
    public var path: String { "/proc/self/fd/\(descriptor)" }

    /// Its size in bytes.
    public var count: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Puts `bytes` at its start. Returns whether there was memory for all of them.
    public func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var written = 0
        while written < bytes.count, let start = bytes.baseAddress {
            let count = pwrite(descriptor, start + written, bytes.count - written, off_t(written))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    /// Its first `count` bytes; nil where it has not as many.
    public func read(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= self.count else { return nil }
        var isWhole = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let start = buffer.baseAddress {
                let part = pread(descriptor, start + filled, count - filled, off_t(filled))
                if part < 0 && errno == EINTR { continue }
                if part <= 0 { break }
                filled += part
            }
            isWhole = filled == count
        }
        return isWhole ? bytes : nil
    }

    /// Gives memory beyond `bytes` back to the system.
    public func shrink(to bytes: Int) {
        guard count > bytes else { return }
        ftruncate(descriptor, off_t(bytes))
    }
}
