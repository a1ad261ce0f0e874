import ForeignFormats
import Matrices

/// A layer of a classifier with its weights; layers and weights have Keras' names.
public enum ClassifierLayer: Sendable, Equatable {
    /// `y = activation(x · kernel + bias)`, with kernel `[inputs, units]`, bias `[units]`, and Keras' name of the
    /// activation (`linear`, `relu`, `softmax`, …).
    case dense(name: String, kernel: Matrix, bias: [Float], activation: String)
    /// `y = gamma · (x − mean) / √(variance + epsilon) + beta`, all of shape `[units]`.
    case batchNormalization(
        name: String, gamma: [Float], beta: [Float], movingMean: [Float], movingVariance: [Float],
        momentum: Double, epsilon: Double)
    /// Sets a share `rate` of the values to zero during training.
    case dropout(name: String, rate: Double)

    /// The name of the layer, which no other layer of the classifier has.
    public var name: String {
        switch self {
        case .dense(let name, _, _, _), .batchNormalization(let name, _, _, _, _, _, _), .dropout(let name, _): name
        }
    }

    /// The number of numbers that the layer holds.
    public var weightCount: Int { weights.tensors.reduce(0) { $0 + $1.values.count } }

    /// The layer's tensors in Keras' order.
    var weights: KerasLayerWeights {
        let vector = { (name: String, values: [Float]) in
            NamedTensor(name: name, shape: [values.count], values: values)
        }
        return switch self {
        case .dense(let name, let kernel, let bias, _):
            KerasLayerWeights(
                name: name,
                tensors: [
                    .init(name: "kernel", shape: [kernel.rows, kernel.columns], values: kernel.elements),
                    vector("bias", bias),
                ])
        case .batchNormalization(let name, let gamma, let beta, let mean, let variance, _, _):
            KerasLayerWeights(
                name: name,
                tensors: [
                    vector("gamma", gamma), vector("beta", beta), vector("moving_mean", mean),
                    vector("moving_variance", variance),
                ])
        case .dropout(let name, _):
            KerasLayerWeights(name: name, tensors: [])
        }
    }

    /// The width of its output for an input of `width`; nil if the weights do not fit each other or the input.
    func outputWidth(of width: Int) -> Int? {
        switch self {
        case .dense(_, let kernel, let bias, _):
            kernel.rows == width && bias.count == kernel.columns ? kernel.columns : nil
        case .batchNormalization(_, let gamma, let beta, let mean, let variance, _, _):
            [gamma, beta, mean, variance].allSatisfy { $0.count == width } ? width : nil
        case .dropout:
            width
        }
    }
}
