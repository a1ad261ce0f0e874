import CIsolation
import Foundation

/// A file in memory that two processes share, for data that are too large for questions and answers.
///
/// Both must not use it at the same time: it belongs to the one whose turn it is. Kalon reads and writes it by system calls
/// and never maps it, so that a process that truncates it does not harm the other.
public final class SharedMemory: Sendable {
    let descriptor: Int32

    init(taking descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// A path that leads to it, within this process and for as long as it lives.
    public var path: String { "/proc/self/fd/\(descriptor)" }

    /// The size in bytes.
    public var count: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Writes bytes at its start.
    ///
    /// - Parameter bytes: the bytes.
    /// - Returns: whether there was memory for all of them.
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

    /// Reads bytes from its start.
    ///
    /// - Parameter count: how many bytes.
    /// - Returns: the bytes; nil if there are fewer.
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

    /// Returns the memory beyond a size to the system.
    ///
    /// - Parameter bytes: the size to keep, in bytes.
    public func shrink(to bytes: Int) {
        guard count > bytes else { return }
        ftruncate(descriptor, off_t(bytes))
    }
}
