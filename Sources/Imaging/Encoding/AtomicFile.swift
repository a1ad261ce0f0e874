import Glibc

/// A file that is either whole or not there.
enum AtomicFile {
    /// Writes `bytes` under a temporary name in the same folder and renames. Throws `cannotWrite`; then nothing is left
    /// of the new file, and what was at `path` before is untouched.
    static func write(_ bytes: [UInt8], to path: String) throws(ImagingError) {
        let temporary = "\(path).\(getpid()).partial"
        do throws(ImagingError) {
            try writeNew(bytes, to: temporary)
            guard rename(temporary, path) == 0 else {
                throw .cannotWrite(path: path, reason: FileContent.lastReason())
            }
        } catch {
            unlink(temporary)
            throw .cannotWrite(path: path, reason: reason(error))
        }
    }

    private static func writeNew(_ bytes: [UInt8], to path: String) throws(ImagingError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: FileContent.lastReason()) }
        var written = 0
        var failure: String?
        bytes.withUnsafeBytes { buffer in
            while written < buffer.count, failure == nil, let start = buffer.baseAddress {
                let count = Glibc.write(descriptor, start + written, buffer.count - written)
                if count >= 0 { written += count } else if errno != EINTR { failure = FileContent.lastReason() }
            }
        }
        // Some file systems report a full disk only here.
        if close(descriptor) != 0, failure == nil { failure = FileContent.lastReason() }
        if let failure { throw .cannotWrite(path: path, reason: failure) }
    }

    private static func reason(_ error: ImagingError) -> String {
        if case .cannotWrite(_, let reason) = error { reason } else { error.reason }
    }
}
