import COpenVINO
import Foundation
import Imaging
import Networks

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

/// A network compiled by OpenVINO for this processor, with one request in flight.
///
/// One owner of the engine's handles; not to be used from two threads at once. One compiled network serves inputs of
/// every shape; the first input of a new shape takes about a third of a second longer.
public final class InferenceEngine {
    /// Number of features that come out.
    public let columns: Int

    private let core: EngineHandle
    private let compiled: EngineHandle
    private let request: EngineHandle

    /// Compiles a model that has one input `[1, height, width, 3]` and one output `[1, columns]`.
    ///
    /// Throws `InferenceError.engine`. Cost: under a second, and two to three times the weights in memory.
    public init(model: EngineModel, columns: Int, precision: Precision, threads: Int) throws(InferenceError) {
        self.columns = columns
        core = try EngineHandle("start", ov_core_free) { ov_core_create(&$0) }
        let read = try Self.read(model, core: core)
        compiled = try Self.compile(read, core: core, precision: precision, threads: threads)
        let network = compiled
        request = try EngineHandle("make a request", ov_infer_request_free) {
            ov_compiled_model_create_infer_request(network.pointer, &$0)
        }
    }

    private static func read(_ model: EngineModel, core: EngineHandle) throws(InferenceError) -> EngineHandle {
        let weights = try model.weights.map { weights throws(InferenceError) in try tensor(of: weights) }
        return try EngineHandle("read the network", ov_model_free) { read in
            model.description.withUnsafeBytes { bytes in
                ov_core_read_model_from_memory_buffer(
                    core.pointer, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, weights?.pointer, &read)
            }
        }
    }

    /// A tensor of the engine's own with these bytes: the compiled network goes on reading them.
    private static func tensor(of bytes: Data) throws(InferenceError) -> EngineHandle {
        var count = Int64(bytes.count)
        let tensor = try EngineHandle("take the weights", ov_tensor_free) { tensor in
            withUnsafeMutablePointer(to: &count) { ov_tensor_create(U8, ov_shape_t(rank: 1, dims: $0), &tensor) }
        }
        var memory: UnsafeMutableRawPointer?
        try check("take the weights", ov_tensor_data(tensor.pointer, &memory))
        bytes.withUnsafeBytes { bytes in
            guard let memory, let first = bytes.baseAddress else { return }
            memory.copyMemory(from: first, byteCount: bytes.count)
        }
        return tensor
    }

    private static func compile(
        _ model: EngineHandle, core: EngineHandle, precision: Precision, threads: Int
    ) throws(InferenceError) -> EngineHandle {
        let settings = [
            ("INFERENCE_PRECISION_HINT", precision.hint), ("PERFORMANCE_HINT", "LATENCY"),
            ("INFERENCE_NUM_THREADS", String(threads)),
        ]
        let strings = settings.map { (strdup($0.0), strdup($0.1)) }
        defer {
            for (key, value) in strings {
                free(key)
                free(value)
            }
        }
        let properties = strings.map { key, value in
            ov_property_t(key: UnsafePointer(key), value: UnsafePointer(value))
        }
        return try EngineHandle("compile the network", ov_compiled_model_free) {
            ov_core_compile_model_props(core.pointer, model.pointer, "CPU", properties.count, properties, &$0)
        }
    }

    /// The features of one picture, `[columns]`.
    ///
    /// Throws `InferenceError`; `.nonFiniteFeatures` when the network overflows.
    public func features(of tensor: ImageTensor) throws(InferenceError) -> [Float] {
        var values = tensor.values
        var output: [Float] = []
        var failure: InferenceError?
        values.withUnsafeMutableBytes { bytes in
            do throws(InferenceError) {
                output = try run(bytes, height: tensor.height, width: tensor.width)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        if let column = output.firstIndex(where: { !$0.isFinite }) { throw .nonFiniteFeatures(column: column) }
        return output
    }

    /// Runs on the caller's memory: the engine reads the picture where it lies.
    private func run(
        _ bytes: UnsafeMutableRawBufferPointer, height: Int, width: Int
    ) throws(InferenceError) -> [Float] {
        var sides = [1, Int64(height), Int64(width), 3]
        let input = try EngineHandle("take the picture", ov_tensor_free) { tensor in
            sides.withUnsafeMutableBufferPointer { sides in
                ov_tensor_create_from_host_ptr(
                    F32, ov_shape_t(rank: Int64(sides.count), dims: sides.baseAddress), bytes.baseAddress, &tensor)
            }
        }
        try check("take the picture", ov_infer_request_set_input_tensor(request.pointer, input.pointer))
        try check("compute features", ov_infer_request_infer(request.pointer))
        let request = self.request
        let output = try EngineHandle("give the features", ov_tensor_free) {
            ov_infer_request_get_output_tensor(request.pointer, &$0)
        }
        return try Self.values(of: output, expectedColumns: columns)
    }

    private static func values(of tensor: EngineHandle, expectedColumns: Int) throws(InferenceError) -> [Float] {
        var count = 0
        try check("give the features", ov_tensor_get_size(tensor.pointer, &count))
        guard count == expectedColumns else {
            throw .outputShape(found: [count], expectedColumns: expectedColumns)
        }
        var data: UnsafeMutableRawPointer?
        try check("give the features", ov_tensor_data(tensor.pointer, &data))
        return Array(UnsafeRawBufferPointer(start: data, count: count * MemoryLayout<Float>.size).bindMemory(to: Float.self))
    }
}
