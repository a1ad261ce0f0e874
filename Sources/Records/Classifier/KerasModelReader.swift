import Files
import ForeignFormats
import Foundation
import HDF5
import Matrices

/// Reads the layers of a whole model saved by Keras: `model_config` describes them, and `/model_weights` holds their
/// weights.
struct KerasModelReader {
    private let place: HDF5Place
    private let description: KerasModelDescription
    private let weights: [String: KerasLayer]

    init(root: HDF5Group) throws(StorageError) {
        place = root.place
        guard try root.attributes.contains("model_config"), let group = try root.legacyWeights() else {
            throw .missingObject(
                file: root.place.file,
                object: "attribute model_config with /model_weights: a whole model, "
                    + "as model.save(\"classifier.h5\") writes it, was expected")
        }
        description = try KerasModelDescription(
            json: try root.attributes.text("model_config"), place: root.place.attribute("model_config"))
        weights = Dictionary(
            try LegacyLayers.read(from: group).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The number of input columns, and the layers from input to output.
    func read() throws -> (inputWidth: Int, layers: [ClassifierLayer]) {
        var layers: [ClassifierLayer] = []
        for layer in description.layers { layers.append(try read(layer)) }
        guard let inputWidth = description.inputWidth ?? Self.firstWidth(layers) else {
            throw invalid(description.layers.first?.name ?? "the model", "it does not say how many columns it takes")
        }
        var width = inputWidth
        for layer in layers {
            guard let next = layer.outputWidth(of: width) else {
                throw invalid(layer.name, "its weights do not fit the \(width) columns that reach it")
            }
            width = next
        }
        return (inputWidth, layers)
    }

    private func read(_ layer: KerasModelDescription.Layer) throws -> ClassifierLayer {
        switch layer.kind {
        case "Dense":
            guard let activation = layer.text("activation") else {
                throw invalid(layer.name, "its activation has no name")
            }
            let kernel = try matrix("kernel", of: layer.name)
            let bias =
                layer.flag("use_bias") ?? true
                ? try vector("bias", of: layer.name, count: kernel.columns)
                : [Float](repeating: 0, count: kernel.columns)
            return .dense(name: layer.name, kernel: kernel, bias: bias, activation: activation)
        case "BatchNormalization":
            return try readNormalization(layer)
        case "Dropout":
            guard let rate = layer.number("rate") else { throw invalid(layer.name, "it has no rate") }
            return .dropout(name: layer.name, rate: rate)
        default:
            throw RecordError.unsupportedLayer(file: place.file, layer: layer.name, kind: layer.kind)
        }
    }

    private func readNormalization(_ layer: KerasModelDescription.Layer) throws(StorageError) -> ClassifierLayer {
        guard let epsilon = layer.number("epsilon"), let momentum = layer.number("momentum") else {
            throw invalid(layer.name, "it has no epsilon or no momentum")
        }
        let mean = try values(try tensor("moving_mean", of: layer.name))
        let variance = try vector("moving_variance", of: layer.name, count: mean.count)
        if let lowest = variance.min(), Double(lowest) + epsilon <= 0 {
            throw invalid(layer.name, "it has a moving variance of \(lowest), which even with epsilon is not above zero")
        }
        let count = mean.count
        let gamma =
            layer.flag("scale") ?? true
            ? try vector("gamma", of: layer.name, count: count) : [Float](repeating: 1, count: count)
        let beta =
            layer.flag("center") ?? true
            ? try vector("beta", of: layer.name, count: count) : [Float](repeating: 0, count: count)
        return .batchNormalization(
            name: layer.name, gamma: gamma, beta: beta, movingMean: mean,
            movingVariance: variance, momentum: momentum,
            epsilon: epsilon)
    }

    private func tensor(_ name: String, of layer: String) throws(StorageError) -> KerasTensor {
        guard let tensor = weights[layer]?.tensor(named: name) else {
            throw .missingObject(file: place.file, object: "tensor \(name) of the layer \(layer)")
        }
        return tensor
    }

    private func matrix(_ name: String, of layer: String) throws(StorageError) -> Matrix {
        let tensor = try tensor(name, of: layer)
        guard tensor.shape.count == 2 else {
            throw .wrongShape(
                file: place.file, object: tensor.location, found: tensor.shape, expected: "[inputs, units]")
        }
        return Matrix(rows: tensor.shape[0], columns: tensor.shape[1], elements: try values(tensor))
    }

    private func vector(_ name: String, of layer: String, count: Int) throws(StorageError) -> [Float] {
        let tensor = try tensor(name, of: layer)
        guard tensor.shape == [count] else {
            throw .wrongShape(file: place.file, object: tensor.location, found: tensor.shape, expected: "[\(count)]")
        }
        return try values(tensor)
    }

    private func values(_ tensor: KerasTensor) throws(StorageError) -> [Float] {
        let values = try tensor.read()
        guard values.allSatisfy(\.isFinite) else {
            throw .invalidContent(file: place.file, object: tensor.location, problem: "some weights are not finite")
        }
        return values
    }

    private func invalid(_ layer: String, _ problem: String) -> StorageError {
        .invalidContent(file: place.file, object: "layer \(layer)", problem: problem)
    }

    /// The width that the first layer with weights takes.
    private static func firstWidth(_ layers: [ClassifierLayer]) -> Int? {
        for layer in layers {
            switch layer {
            case .dense(_, let kernel, _, _): return kernel.rows
            case .batchNormalization(_, let gamma, _, _, _, _, _): return gamma.count
            case .dropout: continue
            }
        }
        return nil
    }
}
