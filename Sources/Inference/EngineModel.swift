import Foundation

/// A network in a form that the engine can read, wherever it came from.
///
/// Its input is a picture, float32 `[1, height, width, 3]`; its output is features, float32 `[1, columns]`.
public struct EngineModel: Sendable {
    /// ONNX, or OpenVINO's own description.
    let description: Data
    /// The weights of OpenVINO's own description; nil if they are in `description`.
    let weights: Data?

    /// A model from the content of an ONNX file that includes its weights.
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
