import COpenVINO

/// The one owner of a handle of OpenVINO's C interface: freed once, when the owner goes.
final class EngineHandle {
    let pointer: OpaquePointer
    private let release: (OpaquePointer?) -> Void

    /// Takes over the handle that `create` puts into its argument. `action` says in a sentence what it is for.
    init(
        _ action: String, _ release: @escaping (OpaquePointer?) -> Void,
        create: (inout OpaquePointer?) -> ov_status_e
    ) throws(InferenceError) {
        var created: OpaquePointer?
        try check(action, create(&created))
        guard let created else { throw .engine(action: action, message: "it gave nothing back") }
        pointer = created
        self.release = release
    }

    deinit { release(pointer) }
}

/// Turns a status of the engine that is not success into an error with the engine's own message.
func check(_ action: String, _ status: ov_status_e) throws(InferenceError) {
    guard status != OK else { return }
    let kind = ov_get_error_info(status).map { String(cString: $0) } ?? "unknown error"
    let detail = ov_get_last_err_msg().map { String(cString: $0) } ?? ""
    let lines = (detail.isEmpty ? kind : "\(kind): \(detail)").split(whereSeparator: \.isNewline)
    throw .engine(action: action, message: lines.joined(separator: " "))
}
