import COpenVINOGraph
import Foundation

/// A network in the engine: the one owner of it, and of the memory that it goes on reading.
final class EngineHandle: Sendable {
    // The engine guards itself; freed once, when the owner goes.
    nonisolated(unsafe) let pointer: OpaquePointer
    private let memory: Data?

    /// Throws `InferenceError.engine`; `action` says what `make` is for.
    init(
        _ action: String, reading memory: Data?,
        make: (_ message: inout UnsafeMutablePointer<CChar>?) -> OpaquePointer?
    ) throws(InferenceError) {
        pointer = try made(action, by: make)
        self.memory = memory
    }

    deinit { kalon_engine_free(pointer) }

    /// Gives memory that the engine reads back to the system, which reads it from its file again where it is needed.
    ///
    /// After the engine has packed the weights for pictures of some shape, it needs those that it packed them from only
    /// for pictures of another.
    func releaseMemory() {
        memory?.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            // Only whole pages can be given back.
            let page = Int(sysconf(Int32(_SC_PAGESIZE)))
            let skipped = (page - Int(bitPattern: start) % page) % page
            guard bytes.count > skipped + page else { return }
            madvise(UnsafeMutableRawPointer(mutating: start + skipped), (bytes.count - skipped) / page * page, MADV_DONTNEED)
        }
    }
}

/// A picture's way through a network; to be used by one thread at a time.
final class EngineRequest: Sendable {
    // Passed from thread to thread as a whole; freed once, before its network.
    nonisolated(unsafe) fileprivate let pointer: OpaquePointer
    private let engine: EngineHandle

    init(_ engine: EngineHandle) throws(InferenceError) {
        self.engine = engine
        pointer = try made("make a request") { kalon_request_make(engine.pointer, &$0) }
    }

    deinit { kalon_request_free(pointer) }

    /// What the network gives for values `[height, width, 3]`.
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
    /// Compiles a network. Throws `InferenceError.engine`.
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
    /// The maps that a network with `count` outputs gives for values `[height, width, 3]`; they live until the next run.
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

/// What `make` gives, or an error with what the engine says.
private func made(
    _ action: String, by make: (_ message: inout UnsafeMutablePointer<CChar>?) -> OpaquePointer?
) throws(InferenceError) -> OpaquePointer {
    var message: UnsafeMutablePointer<CChar>?
    guard let pointer = make(&message) else { throw .engine(action: action, message: engineText(message)) }
    return pointer
}

/// The engine's message on one line; frees it.
func engineText(_ message: UnsafeMutablePointer<CChar>?) -> String {
    let lines = engineLines(message)
    return lines.isEmpty ? "it gave no reason" : EngineReason.text(lines)
}

/// The lines of the engine's message, without empty ones; frees it.
func engineLines(_ message: UnsafeMutablePointer<CChar>?) -> [Substring] {
    defer { kalon_text_free(message) }
    return message.map { String(cString: $0) }?.split(whereSeparator: \.isNewline) ?? []
}
