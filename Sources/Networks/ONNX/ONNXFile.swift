import Foundation
import SwiftProtobuf

/// What an ONNX model holds besides its network: its metadata, and the names of separate files with weights.
package enum ONNXFile {
    /// The content is not an ONNX model.
    package struct NotONNX: Error {}

    /// The paths of the files that hold weights, relative to the model's folder, sorted.
    ///
    /// Cost: reads the model, and keeps no weights.
    ///
    /// - Throws: `NotONNX`.
    package static func names(inModel path: String) throws(NotONNX) -> [String] {
        Set(names(in: try model(path).graph)).sorted()
    }

    /// The metadata of the model.
    ///
    /// Cost: as `names(inModel:)`.
    ///
    /// - Throws: `NotONNX`.
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
