import Glibc

/// What distinguishes a file from others, and from itself after a change.
public struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let number: UInt
    private let bytes: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// The identity of the file at a path; nil if there is none.
    ///
    /// - Parameter path: the file.
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
    /// Lets a service look at a file once, and again only after it has changed.
    ///
    /// The answer of the service is the reason for refusing the file; it is empty if the file is accepted. A file that does
    /// not exist passes, because whoever opens it will report that.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - service: the name of the service.
    ///   - reader: what an error will name as the reader of the file, such as `OpenVINO`.
    ///   - bounds: returns what the service may use for a file of this many bytes.
    /// - Throws: `IsolationError`.
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
