import COpenVINO
import Foundation

/// A network in the engine: the only owner of it, and of the memory that it keeps reading.
final class EngineHandle: Sendable {
    // The engine is safe for several threads; freed once, with its owner.
    nonisolated(unsafe) let pointer: OpaquePointer
    private let memory: Data?

    /// A network that `make` returns; `action` says what `make` does.
    ///
    /// - Throws: `InferenceError.engine`.
    init(
        _ action: String, reading memory: Data?,
        make: (_ message: inout UnsafeMutablePointer<CChar>?) -> OpaquePointer?
    ) throws(InferenceError) {
        pointer = try made(action, by: make)
        self.memory = memory
    }

    deinit { kalon_engine_free(pointer) }

    /// Returns the memory that the engine reads to the system, which reads it from its file again when it is needed.
    ///
    /// When the engine has packed the weights for pictures of one shape, it needs the original weights only for pictures of
    /// another shape.
    func releaseMemory() {
        memory?.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            // Only whole pages can be returned.
            let page = Int(sysconf(Int32(_SC_PAGESIZE)))
            let skipped = (page - Int(bitPattern: start) % page) % page
            guard bytes.count > skipped + page else { return }
            madvise(UnsafeMutableRawPointer(mutating: start + skipped), (bytes.count - skipped) / page * page, MADV_DONTNEED)
        }
    }
}

/// The computation of one picture at a time by a network; only for one thread at a time.
final class EngineRequest: Sendable {
    // Handed from thread to thread as a whole; freed once, before its network.
    nonisolated(unsafe) fileprivate let pointer: OpaquePointer
    private let engine: EngineHandle

    init(_ engine: EngineHandle) throws(InferenceError) {
        self.engine = engine
        pointer = try made("make a request") { kalon_request_make(engine.pointer, &$0) }
    }

    deinit { kalon_request_free(pointer) }

    /// The output of the network for values `[height, width, 3]`.
    func run(_ values: UnsafeBufferPointer<Float>, height: Int, width: Int) throws(InferenceError) -> [Float] {
        var message: UnsafeMutablePointer<CChar>?
        var features: UnsafePointer<Float>?
        var count = 0
        guard kalon_request_run(pointer, values.baseAddress, height, width, &features, &count, &message) else {
            throw .engine(action: "compute features", message: engineText(message))
        }
        return Array(UnsafeBufferPointer(start: features, count: count))
    }
}

extension EngineHandle {
    /// Compiles a network.
    ///
    /// - Throws: `InferenceError.engine`.
    convenience init(compiling model: EngineModel, _ settings: EngineSettings) throws(InferenceError) {
        let pointer = try settings.withProperties { properties throws(InferenceError) in
            try made("compile the network") { message in
                model.withBytes { description, weights in
                    kalon_engine_compile(
                        description.baseAddress, description.count, weights?.baseAddress, weights?.count ?? 0,
                        properties.baseAddress, properties.count, &message)
                }
            }
        }
        try self.init("compile the network", reading: nil) { _ in pointer }
    }
}

extension EngineRequest {
    /// The maps of a network with `count` outputs for values `[height, width, 3]`; they live until the next run.
    func maps(
        _ values: UnsafeBufferPointer<Float>, height: Int, width: Int, count: Int
    ) throws(InferenceError) -> [MapEngine.Map] {
        var message: UnsafeMutablePointer<CChar>?
        var maps = [kalon_map](repeating: kalon_map(), count: count)
        guard kalon_request_run_maps(pointer, values.baseAddress, height, width, &maps, count, &message) else {
            throw .engine(action: "compute maps", message: engineText(message))
        }
        return maps.map { map in
            MapEngine.Map(
                channels: map.channels, height: map.height, width: map.width,
                values: UnsafeBufferPointer(start: map.values, count: map.channels * map.height * map.width))
        }
    }
}

/// The result of `make`, or an error with the message of the engine.
private func made(
    _ action: String, by make: (_ message: inout UnsafeMutablePointer<CChar>?) -> OpaquePointer?
) throws(InferenceError) -> OpaquePointer {
    var message: UnsafeMutablePointer<CChar>?
    guard let pointer = make(&message) else { throw .engine(action: action, message: engineText(message)) }
    return pointer
}

/// The engine's message on one line; frees the message.
func engineText(_ message: UnsafeMutablePointer<CChar>?) -> String {
    let lines = engineLines(message)
    return lines.isEmpty ? "it gave no reason" : EngineReason.text(lines)
}

/// The lines of the engine's message, without empty ones; frees the message.
func engineLines(_ message: UnsafeMutablePointer<CChar>?) -> [Substring] {
    defer { kalon_text_free(message) }
    return message.map { String(cString: $0) }?.split(whereSeparator: \.isNewline) ?? []
}
