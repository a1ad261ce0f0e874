import CHDF5
import Synchronization

/// The only owner of an HDF5 identifier; it closes it when the last reference is gone.
///
/// Identifiers never change and the library takes its own lock in every call, so handles may be used on any thread.
final class HDF5Handle: Sendable {
    private let identifier: hid_t
    private let output: HDF5Output?
    private let closing: @Sendable (hid_t) -> herr_t

    /// - Parameter output: the file being written to which the object belongs, if any.
    init(_ identifier: hid_t, of output: HDF5Output? = nil, closing: @escaping @Sendable (hid_t) -> herr_t) {
        self.identifier = identifier
        self.output = output
        self.closing = closing
    }

    deinit {
        // Outputs are closed explicitly, where a failure is noticed. Only what was read or abandoned is released here.
        if let output, output.hasFailed { return }
        HDF5Call.silence()
        _ = closing(identifier)
    }

    /// Lends the identifier to `body` and keeps the object alive until it returns.
    func use<R>(_ body: (hid_t) -> R) -> R {
        withExtendedLifetime(self) { body(identifier) }
    }
}

/// A file being written, and whether writing it has failed.
///
/// After a failed write the library still tries to write the rest. Closing the file or anything in it may then crash the
/// process (seen with 1.10.8 on a full disk). A failed file is therefore left alone until the process ends.
final class HDF5Output: Sendable {
    private let failure = Atomic(false)

    var hasFailed: Bool { failure.load(ordering: .acquiring) }

    func fail() { failure.store(true, ordering: .releasing) }
}
