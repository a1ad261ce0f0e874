import Glibc

/// What tells a file from others, and from itself after a change.
public struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let number: UInt
    private let bytes: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Nil where there is no file at `path`.
    public init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        number = UInt(status.st_ino)
        bytes = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    /// The size of the file in bytes.
    public var count: Int { bytes }
}

extension Isolation {
    /// Lets a service look at the file at `path` once, and again only after it changed; its answer is why the file is
    /// to be refused, and empty where it is not.
    ///
    /// `reader` is what an error will name. Throws `IsolationError`. Files that are not there pass: whoever
    /// opens them says so.
    public func admit(
        _ path: String, through service: String, reader: String, bounds: (_ bytes: Int) -> IsolationBounds
    ) throws(IsolationError) {
        guard let file = FileIdentity(path: path), !hasSurvived(file) else { return }
        var reason: [UInt8]?
        do {
            reason = try ask(service, Array(path.utf8), bounds: bounds(file.count)) { answer, _ in answer }
        } catch {
            throw .notSurvived(path: path, reader: reader, end: error)
        }
        if let reason, !reason.isEmpty { throw .refused(path: path, reason: String(decoding: reason, as: UTF8.self)) }
        note(survived: file)
    }
}
