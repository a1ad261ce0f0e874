import COpenVINO
import Dispatch
import Foundation
import Imaging
import Synchronization

/// A network compiled by OpenVINO for this processor, ready for several pictures at a time.
///
/// There is one network in memory, whatever the number of pictures. It takes inputs of every shape; the first input of a new
/// shape takes about a third of a second longer. It may be used by any number of threads, which wait if every request is in
/// use.
public final class InferenceEngine: Sendable {
    /// The number of features.
    public let columns: Int

    private let network: EngineHandle
    private let free: DispatchSemaphore
    private let state: Mutex<State>

    private struct State {
        var requests: [EngineRequest]
        var shapes: Set<[Int]> = []
    }

    /// Compiles a model with one input `[1, height, width, 3]` and one output `[1, columns]`.
    ///
    /// Cost: under a second, and two to three times the weights in memory.
    ///
    /// - Parameters:
    ///   - model: The network.
    ///   - columns: The number of features that it gives.
    ///   - settings: How the engine computes.
    /// - Throws: `InferenceError.engine`.
    public convenience init(model: EngineModel, columns: Int, _ settings: EngineSettings) throws(InferenceError) {
        try self.init(EngineHandle(compiling: model, settings), columns: columns, requests: settings.requests)
    }

    /// Loads a network that `export(to:)` wrote on a processor of the same kind, best mapped from its file.
    ///
    /// Cost: a quarter of a second, and once to twice the weights in memory.
    ///
    /// - Throws: `InferenceError.engine`.
    convenience init(exported: Data, columns: Int, _ settings: EngineSettings) throws(InferenceError) {
        let network = try settings.withProperties { properties throws(InferenceError) in
            try EngineHandle("take the compiled network", reading: exported) { message in
                exported.withUnsafeBytes { bytes in
                    kalon_engine_import(
                        bytes.baseAddress, bytes.count, properties.baseAddress, properties.count, &message)
                }
            }
        }
        try self.init(network, columns: columns, requests: settings.requests)
    }

    private init(_ network: EngineHandle, columns: Int, requests count: Int) throws(InferenceError) {
        self.columns = columns
        self.network = network
        var requests: [EngineRequest] = []
        for _ in 0..<count { requests.append(try EngineRequest(network)) }
        state = Mutex(State(requests: requests))
        free = DispatchSemaphore(value: count)
    }

    /// Writes the compiled network into a file.
    ///
    /// - Throws: `InferenceError.engine`.
    func export(to path: String) throws(InferenceError) {
        var message: UnsafeMutablePointer<CChar>?
        guard kalon_engine_export(network.pointer, path, &message) else {
            throw .engine(action: "write the compiled network", message: engineText(message))
        }
    }

    /// The features of one picture, `[columns]`.
    ///
    /// - Throws: `InferenceError`; `.nonFiniteFeatures` if the network overflows.
    public func features(of tensor: ImageTensor) throws(InferenceError) -> [Float] {
        free.wait()
        guard let request = state.withLock({ $0.requests.popLast() }) else {
            preconditionFailure("there is a request for each that was let in")
        }
        defer {
            state.withLock { $0.requests.append(request) }
            free.signal()
        }
        let found = try run(request, tensor)
        if state.withLock({ $0.shapes.insert([tensor.height, tensor.width]).inserted }) { network.releaseMemory() }
        guard found.count == columns else {
            throw .outputShape(found: [found.count], expectedColumns: columns)
        }
        if let column = found.firstIndex(where: { !$0.isFinite }) { throw .nonFiniteFeatures(column: column) }
        return found
    }

    /// The engine reads the picture without a copy.
    private func run(_ request: EngineRequest, _ tensor: ImageTensor) throws(InferenceError) -> [Float] {
        let result = tensor.values.withUnsafeBufferPointer { values in
            Result { () throws(InferenceError) in
                try request.run(values, height: tensor.height, width: tensor.width)
            }
        }
        return try result.get()
    }
}
