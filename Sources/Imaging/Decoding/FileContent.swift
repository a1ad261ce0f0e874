import Foundation
import Glibc

/// All bytes of a file.
enum FileContent {
    /// Reads a regular file, following links.
    ///
    /// `reserve` is called with the number of bytes before memory is taken for them.
    /// - Throws: `missing`, `notAFile`, `unreadable`, `tooLarge` or `empty`.
    static func read(
        path: String, maximumBytes: Int, reserve: (Int) -> Void = { _ in }
    ) throws(ImagingError) -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe would wait forever for its writer.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .missing(path: path)
            // A socket, or a device without a driver.
            case ENXIO, ENODEV: throw .notAFile(path: path)
            default: throw .unreadable(path: path, reason: lastReason())
            }
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, reason: lastReason()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard Int(status.st_size) <= maximumBytes else {
            throw .tooLarge(path: path, bytes: Int(status.st_size), maximum: maximumBytes)
        }
        reserve(Int(status.st_size))
        let bytes = try readAll(descriptor, expected: Int(status.st_size), path: path)
        guard !bytes.isEmpty else { throw .empty(path: path) }
        return bytes
    }

    private static func readAll(_ descriptor: Int32, expected: Int, path: String) throws(ImagingError) -> [UInt8] {
        var failure: String?
        let bytes = [UInt8](unsafeUninitializedCapacity: expected) { buffer, count in
            while count < expected, let start = buffer.baseAddress {
                let read = Glibc.read(descriptor, start + count, expected - count)
                if read < 0 && errno == EINTR { continue }
                if read < 0 { failure = lastReason() }
                if read <= 0 { break }
                count += read
            }
        }
        if let failure { throw .unreadable(path: path, reason: failure) }
        return bytes
    }

    /// The system's words for the last failure, in lower case.
    static func lastReason() -> String { String(cString: strerror(errno)).lowercased() }
}
