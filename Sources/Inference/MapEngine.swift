import COpenVINOGraph
import Imaging

/// A compiled network that gives whole maps, for looking at what flows inside it; in float32.
///
/// Not to be used from two threads at once.
package final class MapEngine {
    /// One map, in the engine's own memory.
    package struct Map: @unchecked Sendable {
        package let channels: Int
        package let height: Int
        package let width: Int
        /// `[channels, height, width]`. Only read, by any number of threads, until the closure that was given it returns.
        package let values: UnsafeBufferPointer<Float>

        package init(channels: Int, height: Int, width: Int, values: UnsafeBufferPointer<Float>) {
            self.channels = channels
            self.height = height
            self.width = width
            self.values = values
        }
    }

    private let request: EngineRequest
    private let count: Int

    /// Compiles a model that has one input `[1, height, width, 3]` and `maps` outputs `[1, channels, height, width]`.
    ///
    /// Throws `InferenceError.engine`. Cost: under a second, and two to three times the weights in memory.
    package init(model: EngineModel, maps: Int, threads: Int) throws(InferenceError) {
        count = maps
        let settings = EngineSettings(precision: .float32, threads: threads, pictures: 1)
        request = try EngineRequest(EngineHandle(compiling: model, settings))
    }

    /// Calls `body` with the maps of one picture, in the order of the model's outputs.
    package func withMaps<Result>(of tensor: ImageTensor, _ body: ([Map]) throws -> Result) throws -> Result {
        try tensor.values.withUnsafeBufferPointer { values in
            try body(request.maps(values, height: tensor.height, width: tensor.width, count: count))
        }
    }
}
