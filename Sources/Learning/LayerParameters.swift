import Matrices

/// The trained numbers of one layer; which case a layer has follows from its kind.
public enum LayerParameters: Sendable, Equatable {
    /// kernel `[inputs, units]`, bias `[units]`.
    case dense(kernel: Matrix, bias: [Float])
    /// Each of them `[width]`.
    case batchNormalization(gamma: [Float], beta: [Float], movingMean: [Float], movingVariance: [Float])
    /// Dropout has none.
    case dropout
}

extension LayerParameters {
    /// Checks the shapes and that every number is finite, and returns the width that the layer hands on.
    func outputWidth(of layer: DenseLayer, at index: Int, inputs: Int) throws(LearningError) -> Int {
        switch (layer, self) {
        case (.dense(let units, _), .dense(let kernel, let bias)):
            try check(
                "kernel", kernel.elements, shape: [kernel.rows, kernel.columns], expected: [inputs, units], at: index)
            try check("bias", bias, shape: [bias.count], expected: [units], at: index)
            return units
        case (.batchNormalization, .batchNormalization(let gamma, let beta, let mean, let variance)):
            for (name, values) in [("gamma", gamma), ("beta", beta), ("moving mean", mean), ("moving variance", variance)] {
                try check(name, values, shape: [values.count], expected: [inputs], at: index)
            }
            if variance.contains(where: { $0 < 0 }) { throw .tensorNotFinite(layer: index, tensor: "moving variance") }
            return inputs
        case (.dropout, .dropout):
            return inputs
        case (.dense, _): throw .layerKind(layer: index, expected: "dense")
        case (.batchNormalization, _): throw .layerKind(layer: index, expected: "batch normalisation")
        case (.dropout, _): throw .layerKind(layer: index, expected: "dropout")
        }
    }

    private func check(
        _ tensor: String, _ values: [Float], shape: [Int], expected: [Int], at index: Int
    ) throws(LearningError) {
        if shape != expected { throw .tensorShape(layer: index, tensor: tensor, found: shape, expected: expected) }
        if !values.allSatisfy(\.isFinite) { throw .tensorNotFinite(layer: index, tensor: tensor) }
    }
}
