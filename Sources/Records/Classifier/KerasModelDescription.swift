import Files
import Foundation
import HDF5

/// What `model_config` says of a model that is a chain: its layers from input to output.
struct KerasModelDescription {
    /// A layer, without weights.
    struct Layer {
        let kind: String
        let name: String
        fileprivate let configuration: [String: Any]
        /// The layer that it follows, in a functional model.
        fileprivate let source: String?

        func text(_ key: String) -> String? { configuration[key] as? String }
        func number(_ key: String) -> Double? { (configuration[key] as? NSNumber)?.doubleValue }
        func flag(_ key: String) -> Bool? { configuration[key] as? Bool }
    }

    /// Without the input layer.
    let layers: [Layer]
    /// The width of the input, if the input layer or the first layer gives it.
    let inputWidth: Int?

    init(json: String, place: HDF5Place) throws(StorageError) {
        let failure = { (problem: String) in
            StorageError.invalidContent(file: place.file, object: place.object, problem: problem)
        }
        guard let model = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any],
            let kind = model["class_name"] as? String
        else { throw failure("it is not JSON that describes a model") }
        guard ["Sequential", "Functional", "Model"].contains(kind) else {
            throw failure("a Sequential or Functional model was expected, got \(kind) instead")
        }
        // Early versions of Keras wrote the list of layers itself as the configuration of a sequential model.
        let configuration = model["config"] as? [String: Any]
        guard let entries = (configuration?["layers"] ?? model["config"]) as? [[String: Any]] else {
            throw failure("it lists no layers")
        }
        var all: [Layer] = []
        for entry in entries {
            guard let layer = Self.layer(entry) else { throw failure("a layer has no kind or no name") }
            all.append(layer)
        }
        inputWidth = all.first.flatMap(Self.inputWidth)
        if kind != "Sequential" {
            guard let chain = Self.chain(all) else { throw failure("its layers do not form a single chain") }
            all = chain
        }
        layers = all.filter { $0.kind != "InputLayer" }
    }

    private static func layer(_ entry: [String: Any]) -> Layer? {
        guard let kind = entry["class_name"] as? String, let configuration = entry["config"] as? [String: Any],
            let name = configuration["name"] as? String ?? entry["name"] as? String
        else { return nil }
        let source = entry["inbound_nodes"].flatMap(firstSource)
        return Layer(kind: kind, name: name, configuration: configuration, source: source)
    }

    /// The name of the first layer that `inbound_nodes` refers to.
    ///
    /// Keras 2 nests lists, the innermost of which starts with the name; Keras 3 has such a list under `keras_history`.
    private static func firstSource(_ nodes: Any) -> String? {
        if let history = (nodes as? [String: Any])?["keras_history"] { return firstSource(history) }
        if let object = nodes as? [String: Any] {
            return object.keys.sorted().lazy.compactMap { object[$0].flatMap(firstSource) }.first
        }
        guard let list = nodes as? [Any] else { return nil }
        if let name = list.first as? String, list.dropFirst().first is NSNumber { return name }
        return list.lazy.compactMap(firstSource).first
    }

    /// The layers in the order in which each follows the one before it; nil if they branch, join or do not all belong to
    /// the chain.
    private static func chain(_ layers: [Layer]) -> [Layer]? {
        let follower = Dictionary(grouping: layers, by: \.source)
        guard var current = follower[nil]?.first, follower.values.allSatisfy({ $0.count == 1 }) else { return nil }
        var chain = [current]
        while let next = follower[current.name]?.first, chain.count < layers.count {
            chain.append(next)
            current = next
        }
        return chain.count == layers.count ? chain : nil
    }

    private static func inputWidth(_ layer: Layer) -> Int? {
        let shape = (layer.configuration["batch_shape"] ?? layer.configuration["batch_input_shape"]) as? [Any]
        guard let shape, shape.count == 2 else { return nil }
        return (shape[1] as? NSNumber)?.intValue
    }
}
