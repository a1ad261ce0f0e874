import COpenVINO
import Imaging

/// A compiled network that returns whole maps, to look at the values inside it; in float32.
///
/// Not for use by two threads at once.
package final class MapEngine {
    /// One map, in the engine's own memory.
    package struct Map: @unchecked Sendable {
        package let channels: Int
        package let height: Int
        package let width: Int
        /// `[channels, height, width]`.
        ///
        /// Any number of threads may read them, until the closure that received them returns.
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

    /// Compiles a model with one input `[1, height, width, 3]` and `maps` outputs `[1, channels, height, width]`.
    ///
    /// Cost: under a second, and two to three times the weights in memory.
    ///
    /// - Throws: `InferenceError.engine`.
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
