import Foundation
import Storage

/// A file that is either whole or not there.
enum AtomicFile {
    /// Writes `data` under a temporary name in the same folder and renames. Throws `cannotWrite`; then nothing is left
    /// of the new file, and what was at `path` before is untouched.
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
