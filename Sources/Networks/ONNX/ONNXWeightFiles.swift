import Foundation
import SwiftProtobuf

/// The files beside an ONNX model that hold weights of it.
package enum ONNXWeightFiles {
    /// The content is no ONNX model.
    package struct NotONNX: Error {}

    /// Their paths from the model's folder, sorted. Throws `NotONNX`. Cost: reads the model, and keeps no weights.
    package static func names(inModel path: String) throws(NotONNX) -> [String] {
        do {
            let content = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
            var options = BinaryDecodingOptions()
            options.discardUnknownFields = true
            let model = try ONNXWeights_Model(serializedBytes: content, options: options)
            guard model.hasGraph else { throw NotONNX() }
            return Set(names(in: model.graph)).sorted()
        } catch {
            throw NotONNX()
        }
    }

    private static func names(in graph: ONNXWeights_Graph) -> [String] {
        let attributes = graph.node.flatMap(\.attribute)
        let tensors = graph.initializer + attributes.filter(\.hasT).map(\.t)
        let own = tensors.flatMap(\.externalData).filter { $0.key == "location" }.map(\.value)
        return own + attributes.filter(\.hasG).flatMap { names(in: $0.g) }
    }
}
