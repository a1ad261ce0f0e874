import Foundation

/// A network as the engine reads it, wherever it came from: a picture float32 `[1, height, width, 3]` in, features
/// float32 `[1, columns]` out.
public struct EngineModel: Sendable {
    /// ONNX, or OpenVINO's own description.
    let description: Data
    /// The weights of OpenVINO's own description; nil where they are in `description`.
    let weights: Data?

    /// A model in which everything is in one piece.
    public init(onnx: Data) {
        self.init(description: onnx, weights: nil)
    }

    /// Calls `body` with the description and the weights.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer?) -> R) -> R {
        description.withUnsafeBytes { description in
            guard let weights else { return body(description, nil) }
            return weights.withUnsafeBytes { body(description, $0) }
        }
    }

    init(description: Data, weights: Data?) {
        self.description = description
        self.weights = weights
    }
}
