import COpenVINOGraph
import Foundation

/// The number format of the engine's arithmetic.
public enum Precision: String, Sendable, Codable, CaseIterable {
    case float32
    /// Products of 16-bit numbers with 8 bits of precision; about twice as fast where the processor has them.
    case bfloat16

    /// Throws `InferenceError.unknownPrecision`.
    public init(named name: String) throws(InferenceError) {
        guard let precision = Precision(rawValue: name) else { throw .unknownPrecision(name) }
        self = precision
    }

    var hint: String { self == .float32 ? "f32" : "bf16" }
}

/// How the engine is to compute. The features do not depend on threads and requests, to the last bit.
public struct EngineSettings: Sendable, Equatable, Codable {
    public let precision: Precision
    public let threads: Int
    /// How many pictures are computed at a time, at most one a thread.
    public let requests: Int

    /// A request holds the maps of its picture, 100 to 200 MB: with many threads, several of them work on one picture.
    private static let mostRequests = 4

    /// `pictures` is how many there will be to compute at a time; with fewer pictures than threads, several threads work
    /// on each.
    ///
    /// A thread a picture, not all threads on one picture after another: small maps divide badly, and while one thread
    /// decodes, or prepares for pictures of a new shape, the others go on.
    public init(precision: Precision, threads: Int, pictures: Int) {
        self.precision = precision
        self.threads = threads
        requests = max(1, min(threads, pictures, Self.mostRequests))
    }

    /// Calls `body` with the engine's own names and values of them.
    func withProperties<R>(
        _ body: (UnsafeBufferPointer<kalon_property>) throws(InferenceError) -> R
    ) throws(InferenceError) -> R {
        let settings = [
            ("INFERENCE_PRECISION_HINT", precision.hint), ("NUM_STREAMS", String(requests)),
            ("INFERENCE_NUM_THREADS", String(threads)),
            // Threads that may not move wait for whatever else runs on their processor.
            ("ENABLE_CPU_PINNING", "NO"),
        ]
        let strings = settings.map { (strdup($0.0), strdup($0.1)) }
        defer {
            for (name, value) in strings {
                free(name)
                free(value)
            }
        }
        let properties = strings.map { kalon_property(name: UnsafePointer($0.0), value: UnsafePointer($0.1)) }
        let result = properties.withUnsafeBufferPointer { buffer in
            Result { () throws(InferenceError) in try body(buffer) }
        }
        return try result.get()
    }
}
