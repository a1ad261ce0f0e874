import Files
import Foundation

/// The digests of a weight file when it was checked: `FILE.checksums` next to it, in a form that `cksum` can check, too.
///
/// It has the same modification time as the file; as long as both have, the file has not been changed since.
struct WeightRecord: Equatable {
    let sha256: String
    let md5: String
    /// Whether the file is unchanged since this was written, as far as its modification time tells.
    let isFresh: Bool

    /// The record of the file at `path`; nil if there is none that can be read.
    init?(of path: String) {
        guard let text = FileManager.default.contents(atPath: Self.path(of: path)),
            let match = String(decoding: text, as: UTF8.self)
                .firstMatch(of: /SHA256 \(.*\) = ([0-9a-f]{64})\nMD5 \(.*\) = ([0-9a-f]{32})\n/)
        else { return nil }
        sha256 = String(match.1)
        md5 = String(match.2)
        isFresh = Self.timeOfChange(path).map { $0 == Self.timeOfChange(Self.path(of: path)) } ?? false
    }

    /// Records the digests of the file at `path`.
    ///
    /// - Throws: `StorageError.cannotWrite`.
    static func write(_ digests: FileDigests, of path: String) throws(StorageError) {
        let name = (path as NSString).lastPathComponent
        let record = Self.path(of: path)
        try AtomicOutput.write(
            Data("SHA256 (\(name)) = \(digests.sha256)\nMD5 (\(name)) = \(digests.md5)\n".utf8), to: record)
        var status = stat()
        guard stat(path, &status) == 0 else { throw .missing(path: path) }
        guard utimensat(AT_FDCWD, record, [status.st_mtim, status.st_mtim], 0) == 0 else {
            throw .cannotWrite(path: record, reason: String(cString: strerror(errno)))
        }
    }

    private static func path(of file: String) -> String { file + ".checksums" }

    private static func timeOfChange(_ path: String) -> [Int]? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }
}
