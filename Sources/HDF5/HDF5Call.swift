import CHDF5
import Files

/// Where a call to HDF5 happens, for its errors.
package struct HDF5Place: Sendable {
    package let file: String
    /// The path of the object inside the file, such as `/features`.
    package let object: String
    /// Set for a file that is being written.
    let output: HDF5Output?

    package func child(_ name: String) -> HDF5Place {
        HDF5Place(file: file, object: object == "/" ? "/" + name : object + "/" + name, output: output)
    }

    package func attribute(_ name: String) -> HDF5Place {
        HDF5Place(file: file, object: "attribute \(name) of \(object)", output: output)
    }

    package func failure(_ reason: String) -> StorageError {
        output == nil
            ? .cannotRead(file: file, object: object, reason: reason)
            : .cannotWrite(path: file, reason: "\(reason) (at \(object))")
    }
}

/// Turns HDF5's statuses into errors; this is the only place that reads the library's error stack.
enum HDF5Call {
    /// Keeps the library from tidying up when the process ends, because it would write to files that failed.
    ///
    /// This must be set before the library's first use. All other files have been closed by then.
    static let prepared: Bool = H5dont_atexit() >= 0

    /// Stops the library from printing on this thread; its errors are thrown instead.
    static func silence() {
        H5Eset_auto2(kalon_h5_error_stack(), nil, nil)
    }

    /// Makes a call whose negative result is a failure.
    @discardableResult
    static func check<Status: SignedInteger>(_ place: HDF5Place, _ body: () -> Status) throws(StorageError) -> Status {
        silence()
        let status = body()
        if status < 0 {
            place.output?.fail()
            throw place.failure(innermostMessage())
        }
        return status
    }

    /// Makes a call that returns a new identifier, and takes ownership of it.
    static func handle(
        _ place: HDF5Place, closing: @escaping @Sendable (hid_t) -> herr_t, _ body: () -> hid_t
    ) throws(StorageError) -> HDF5Handle {
        HDF5Handle(try check(place, body), of: place.output, closing: closing)
    }

    /// What the innermost function reported about the last failure on this thread.
    static func innermostMessage() -> String {
        var message = ""
        withUnsafeMutablePointer(to: &message) { pointer in
            _ = H5Ewalk2(
                kalon_h5_error_stack(), H5E_WALK_UPWARD,
                { position, description, target in
                    guard position == 0, let target, let text = description?.pointee.desc else { return 0 }
                    target.assumingMemoryBound(to: String.self).pointee = String(cString: text)
                    return 0
                }, pointer)
        }
        return message.isEmpty ? "HDF5 gave no reason" : systemMessage(in: message)
    }

    /// The system's own words if HDF5 quotes them among pointers and offsets, otherwise all of `message`.
    private static func systemMessage(in message: String) -> String {
        let mark = "error message = '"
        guard let start = message.range(of: mark)?.upperBound, let end = message[start...].firstIndex(of: "'") else {
            return message
        }
        return String(message[start..<end])
    }
}
