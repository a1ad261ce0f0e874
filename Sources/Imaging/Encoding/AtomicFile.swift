import Files
import Foundation

/// A file that is either complete or absent.
enum AtomicFile {
    /// Writes `data` under a temporary name in the same folder and renames it.
    ///
    /// - Throws: `cannotWrite`; then no part of the new file is left, and what was at `path` before is untouched.
    static func write(_ data: Data, to path: String) throws(ImagingError) {
        do {
            try AtomicOutput.write(data, to: path)
        } catch .cannotWrite(_, let reason) {
            throw .cannotWrite(path: path, reason: reason)
        } catch {
            throw .cannotWrite(path: path, reason: String(describing: error))
        }
    }
}
