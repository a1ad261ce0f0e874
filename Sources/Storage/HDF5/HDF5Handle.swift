import CHDF5

/// The one owner of an HDF5 identifier: closes it when the last reference goes.
///
/// Identifiers never change and the library takes its own lock at every call, so handles may cross threads.
final class HDF5Handle: Sendable {
    private let identifier: hid_t
    private let closing: @Sendable (hid_t) -> herr_t

    init(_ identifier: hid_t, closing: @escaping @Sendable (hid_t) -> herr_t) {
        self.identifier = identifier
        self.closing = closing
    }

    deinit {
        // Outputs are closed explicitly, where a failure is seen; here only what was read or abandoned is let go.
        HDF5Call.silence()
        _ = closing(identifier)
    }

    /// Lends the identifier, and keeps the object alive until `body` has returned.
    func use<R>(_ body: (hid_t) -> R) -> R {
        withExtendedLifetime(self) { body(identifier) }
    }
}
