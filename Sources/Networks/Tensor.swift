/// The part that a tensor plays in its layer, named as in Keras' files.
public enum TensorRole: String, Sendable, Hashable, CaseIterable {
    case kernel
    case depthwiseKernel = "depthwise_kernel"
    case bias
    case gamma
    case beta
    case movingMean = "moving_mean"
    case movingVariance = "moving_variance"
    case mean
    case variance
}

/// A tensor by its layer and its part in it.
public struct TensorName: Sendable, Hashable, CustomStringConvertible {
    public let layer: String
    public let role: TensorRole

    public init(layer: String, role: TensorRole) {
        self.layer = layer
        self.role = role
    }

    public var description: String { "\(layer)/\(role.rawValue)" }
}

/// A tensor that a graph needs: its name and its shape in Keras' order (kernels `[height, width, in, out]`,
/// depthwise kernels `[height, width, channels, 1]`).
public struct TensorRequirement: Sendable, Equatable {
    public let name: TensorName
    public let shape: [Int]
    /// What every value must lie above; nil for any finite value. A variance has a root only together with its epsilon.
    var lowest: Float?

    public var count: Int { shape.reduce(1, *) }
}

/// Where a weight file should hold a tensor, in the file's own terms.
struct TensorPlace {
    let file: String
    let tensor: String
    let shape: [Int]
    /// What every value must lie above; nil for any.
    let lowest: Float?

    /// What `read` gives. Throws `NetworksError` unless something was found, of the right shape, finite and in range.
    func values(foundShape: [Int]?, read: () throws -> [Float]?) throws -> [Float] {
        guard let foundShape else { throw NetworksError.missingTensor(file: file, tensor: tensor, shape: shape) }
        guard foundShape == shape else {
            throw NetworksError.tensorShape(file: file, tensor: tensor, found: foundShape, expected: shape)
        }
        guard let values = try read(), values.allSatisfy(\.isFinite) else {
            throw NetworksError.nonFiniteTensor(file: file, tensor: tensor)
        }
        if let lowest, let found = values.min(), found <= lowest {
            throw NetworksError.negativeVariance(file: file, tensor: tensor, value: found)
        }
        return values
    }
}

extension Graph.Node {
    /// The tensors of this node, in the order in which Keras stores them.
    public func requiredTensors(inputChannels: Int) -> [TensorRequirement] {
        func tensor(_ role: TensorRole, _ shape: [Int], above lowest: Float? = nil) -> TensorRequirement {
            TensorRequirement(name: TensorName(layer: name, role: role), shape: shape, lowest: lowest)
        }
        switch operation {
        case .convolution(let filters, let kernel, _, _, let hasBias):
            let weights = tensor(.kernel, [kernel.height, kernel.width, inputChannels, filters])
            return hasBias ? [weights, tensor(.bias, [filters])] : [weights]
        case .depthwiseConvolution(let kernel, _, _):
            return [tensor(.depthwiseKernel, [kernel.height, kernel.width, inputChannels, 1])]
        case .batchNormalisation(let epsilon, let hasScale):
            let roles: [TensorRole] = [.gamma, .beta, .movingMean, .movingVariance]
            return roles.dropFirst(hasScale ? 0 : 1).map {
                tensor($0, [inputChannels], above: $0 == .movingVariance ? -epsilon : nil)
            }
        case .normalisation:
            return [
                tensor(.mean, [inputChannels]), tensor(.variance, [inputChannels], above: -.leastNonzeroMagnitude),
            ]
        case .input, .activation, .maximumPooling, .averagePooling, .globalAveragePooling, .concatenation,
            .channelSlice, .channelShuffle, .residual, .product:
            return []
        }
    }
}

extension Graph {
    /// Every tensor that the graph needs, in node order.
    public var requiredTensors: [TensorRequirement] {
        nodes.flatMap { node in
            node.requiredTensors(inputChannels: node.inputs.first.map { nodes[$0].channels } ?? 0)
        }
    }

    /// Number of values in all tensors.
    public var parameterCount: Int { requiredTensors.reduce(0) { $0 + $1.count } }
}
