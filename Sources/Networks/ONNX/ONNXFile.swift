import Foundation
import SwiftProtobuf

/// What an ONNX model says besides its network: the files beside it that hold weights of it, and its metadata.
package enum ONNXFile {
    /// The content is no ONNX model.
    package struct NotONNX: Error {}

    /// Their paths from the model's folder, sorted. Throws `NotONNX`. Cost: reads the model, and keeps no weights.
    package static func names(inModel path: String) throws(NotONNX) -> [String] {
        Set(names(in: try model(path).graph)).sorted()
    }

    /// The metadata of the model. Throws and costs what `names(inModel:)` does.
    package static func metadata(ofModel path: String) throws(NotONNX) -> [String: String] {
        Dictionary(try model(path).metadataProps.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private static func model(_ path: String) throws(NotONNX) -> ONNXWeights_Model {
        do {
            let content = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
            var options = BinaryDecodingOptions()
            options.discardUnknownFields = true
            let model = try ONNXWeights_Model(serializedBytes: content, options: options)
            guard model.hasGraph else { throw NotONNX() }
            return model
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
