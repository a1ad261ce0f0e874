import COpenVINO
import Foundation

/// The number format of the arithmetic of the engine.
public enum Precision: String, Sendable, Codable, CaseIterable {
    /// 32-bit floating point, which every processor has.
    case float32
    /// Products of 16-bit numbers with 8 bits of precision; about twice as fast on processors that have them.
    case bfloat16

    /// The precision with that name, as on the command line.
    ///
    /// - Throws: `InferenceError.unknownPrecision`.
    public init(named name: String) throws(InferenceError) {
        guard let precision = Precision(rawValue: name) else { throw .unknownPrecision(name) }
        self = precision
    }

    var hint: String { self == .float32 ? "f32" : "bf16" }
}

/// How the engine computes.
///
/// The features are the same to the last bit for any numbers of threads and requests.
public struct EngineSettings: Sendable, Equatable, Codable {
    /// The number format of the arithmetic.
    public let precision: Precision
    /// The number of threads for all pictures together.
    public let threads: Int
    /// The number of pictures that are computed at a time, at most one for each thread.
    public let requests: Int

    /// A request holds the maps of its picture, 100 to 200 MB, so with many threads several of them share a picture.
    private static let mostRequests = 4

    /// Settings for a given amount of work.
    ///
    /// Each thread computes its own picture unless there are fewer pictures than threads. That is faster than all threads on
    /// one picture after another: small maps divide badly, and while one thread decodes, or prepares for pictures of a new
    /// shape, the others continue.
    ///
    /// - Parameters:
    ///   - precision: The number format of the arithmetic.
    ///   - threads: At least 1.
    ///   - pictures: The number of pictures that will be computed at a time.
    public init(precision: Precision, threads: Int, pictures: Int) {
        self.precision = precision
        self.threads = threads
        requests = max(1, min(threads, pictures, Self.mostRequests))
    }

    /// Calls `body` with the settings under the engine's own names.
    func withProperties<R>(
        _ body: (UnsafeBufferPointer<kalon_property>) throws(InferenceError) -> R
    ) throws(InferenceError) -> R {
        let settings = [
            ("INFERENCE_PRECISION_HINT", precision.hint), ("NUM_STREAMS", String(requests)),
            ("INFERENCE_NUM_THREADS", String(threads)),
            // Threads that are pinned to a processor wait for whatever else runs on it.
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
