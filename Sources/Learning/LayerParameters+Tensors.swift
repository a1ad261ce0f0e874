import Matrices

extension LayerParameters {
    /// The trained tensors, then the moving statistics.
    var tensors: [[Float]] {
        guard case .batchNormalization(_, _, let mean, let variance) = self else { return trained }
        return trained + [mean, variance]
    }
}

extension [LayerParameters] {
    /// All numbers of all layers, in their order.
    public var tensors: [[Float]] { flatMap(\.tensors) }
}

extension NetworkArchitecture {
    /// The parameters of a network of so many inputs, from tensors as `tensors` gives them, which are taken from the front
    /// of `tensors`. Throws `LearningError` where they are too few or do not fit.
    public func parameters(
        inputs: Int, from tensors: inout ArraySlice<[Float]>
    ) throws(LearningError) -> [LayerParameters] {
        var width = inputs
        var parameters: [LayerParameters] = []
        for (index, layer) in layers.enumerated() {
            func next(_ name: String, _ shape: [Int]) throws(LearningError) -> [Float] {
                let values = tensors.popFirst() ?? []
                guard values.count == shape.reduce(1, *) else {
                    throw .tensorShape(layer: index, tensor: name, found: [values.count], expected: shape)
                }
                return values
            }
            switch layer {
            case .dense(let units, _):
                let kernel = Matrix(rows: width, columns: units, elements: try next("kernel", [width, units]))
                parameters.append(.dense(kernel: kernel, bias: try next("bias", [units])))
                width = units
            case .batchNormalization:
                parameters.append(
                    .batchNormalization(
                        gamma: try next("gamma", [width]), beta: try next("beta", [width]),
                        movingMean: try next("moving mean", [width]),
                        movingVariance: try next("moving variance", [width])))
            case .dropout: parameters.append(.dropout)
            }
        }
        return parameters
    }
}
