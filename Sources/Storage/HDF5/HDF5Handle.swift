import CHDF5
import Synchronization

/// The one owner of an HDF5 identifier: closes it when the last reference goes.
///
/// Identifiers never change and the library takes its own lock at every call, so handles may cross threads.
final class HDF5Handle: Sendable {
    private let identifier: hid_t
    private let output: HDF5Output?
    private let closing: @Sendable (hid_t) -> herr_t

    /// - Parameter output: the file being written that the object belongs to, if any.
    init(_ identifier: hid_t, of output: HDF5Output? = nil, closing: @escaping @Sendable (hid_t) -> herr_t) {
        self.identifier = identifier
        self.output = output
        self.closing = closing
    }

    deinit {
        // Outputs are closed explicitly, where a failure is seen; here only what was read or given up is let go.
        if let output, output.hasFailed { return }
        HDF5Call.silence()
        _ = closing(identifier)
    }

    /// Lends the identifier, and keeps the object alive until `body` has returned.
    func use<R>(_ body: (hid_t) -> R) -> R {
        withExtendedLifetime(self) { body(identifier) }
    }
}

/// A file being written, and whether the disk has failed it.
///
/// After a failed write the library still believes that it must write the rest, and closing the file or anything in
/// it may crash the process (seen with 1.10.8 on a full disk). So a failed file is left alone until the process ends.
final class HDF5Output: Sendable {
    private let failure = Atomic(false)

    var hasFailed: Bool { failure.load(ordering: .acquiring) }

    func fail() { failure.store(true, ordering: .releasing) }
}
