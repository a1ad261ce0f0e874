import Files
import Foundation

/// The attribute `model_config` of a sequential model: JSON in Keras 2's form, which Keras 3 also reads.
enum KerasModelConfiguration {
    static func text(inputWidth: Int, layers: [ClassifierLayer]) throws(StorageError) -> String {
        let input: [String: Any] = [
            "class_name": "InputLayer",
            "config": [
                "batch_input_shape": [NSNull(), inputWidth], "dtype": "float32", "sparse": false, "ragged": false,
                "name": "features",
            ],
        ]
        let model: [String: Any] = [
            "class_name": "Sequential",
            "config": ["name": "classifier", "layers": [input] + layers.map(configuration)],
        ]
        do {
            return String(
                decoding: try JSONSerialization.data(withJSONObject: model, options: .sortedKeys), as: UTF8.self)
        } catch {
            preconditionFailure("a configuration holds only texts, finite numbers and lists: \(error)")
        }
    }

    private static func configuration(_ layer: ClassifierLayer) -> [String: Any] {
        var configuration: [String: Any] = ["name": layer.name, "trainable": true, "dtype": "float32"]
        let kind: String
        switch layer {
        case .dense(_, let kernel, _, let activation):
            kind = "Dense"
            configuration["units"] = kernel.columns
            configuration["activation"] = activation
            configuration["use_bias"] = true
        case .batchNormalization(let name, _, _, _, _, let momentum, let epsilon):
            kind = "BatchNormalization"
            configuration["axis"] = -1
            configuration["momentum"] = momentum
            configuration["epsilon"] = epsilon
            configuration["center"] = true
            configuration["scale"] = true
            configuration["trainable"] = name != ClassifierApplication.scalingLayer
        case .dropout(_, let rate):
            kind = "Dropout"
            configuration["rate"] = rate
        }
        return ["class_name": kind, "config": configuration]
    }
}
