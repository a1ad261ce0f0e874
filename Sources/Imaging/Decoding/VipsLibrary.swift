import CVips

/// libvips, started once per process: no cache, one thread per picture, and only the loaders of `PictureFormat`.
///
/// Its error messages are collected in one buffer of the process. A failed call is therefore repeated while no other
/// call runs, so that the message found belongs to it; calls that succeed run side by side.
struct VipsLibrary: Sendable {
    private let calls = SharedLock()

    /// The library, or the reason why it did not start.
    static let started: Result<VipsLibrary, ImagingError> = start()

    private static let loaders = ["Jpeg", "Png", "Webp", "Nsgif", "Tiff", "Heif", "Jxl", "Jp2k", "Ppm", "Magick"]

    private static func start() -> Result<VipsLibrary, ImagingError> {
        guard kalon_vips_start("kalon") == 0 else {
            return .failure(.decoderUnavailable(reason: takeMessage()))
        }
        vips_cache_set_max(0)
        vips_concurrency_set(1)
        vips_operation_block_set("VipsForeignLoad", 1)
        for loader in loaders { vips_operation_block_set("VipsForeignLoad\(loader)", 0) }
        return .success(VipsLibrary())
    }

    /// The result of `body`, or libvips' reason if it is nil; `body` may be called twice.
    func call<Value>(_ body: () -> Value?) -> Result<Value, VipsFailure> {
        if let value = calls.withSharedAccess(body) { return .success(value) }
        return calls.withExclusiveAccess {
            vips_error_clear()
            if let value = body() { return .success(value) }
            return .failure(VipsFailure(reason: Self.takeMessage()))
        }
    }

    /// The first message in libvips' buffer, as one line without the name of the component; the buffer is emptied.
    private static func takeMessage() -> String {
        defer { vips_error_clear() }
        let lines = String(cString: vips_error_buffer()).split(whereSeparator: \.isNewline)
        guard let line = lines.first else { return "libvips gave no reason" }
        let parts = line.split(separator: ": ", maxSplits: 1)
        return (parts.count == 2 && !parts[0].contains(" ") ? parts[1] : line).trimmingCharacters(in: .whitespaces)
    }
}

/// A failure in libvips' own words, on one line.
struct VipsFailure: Error {
    let reason: String
}
