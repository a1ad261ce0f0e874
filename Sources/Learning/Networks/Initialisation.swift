import Graphs
import Matrices

/// The weights that training starts from.
///
/// Kernels of hidden layers are He-normal (He et al. 2015): a normal distribution that is cut off at two deviations and widened
/// to a deviation of sqrt(2 / inputs). The last kernel is Glorot-uniform (Glorot and Bengio 2010): uniform within ± sqrt(6 /
/// (inputs + units)). Biases, betas and moving means are 0, gammas and moving variances 1. Every kernel is drawn from its own
/// stream, named by its layer.
public enum Initialisation {
    /// The initial parameters of every layer.
    ///
    /// - Parameters:
    ///   - architecture: The layers.
    ///   - inputs: The number of columns of the features.
    ///   - seed: Decides all random numbers.
    /// - Throws: `GraphError` if there are no inputs.
    public static func parameters(
        of architecture: NetworkArchitecture, inputs: Int, seed: UInt64
    ) throws -> Parameters {
        let names = architecture.layerNames
        return try Parameters(of: architecture.graph(inputs: inputs)) { specification in
            guard specification.name.role == .kernel else { return constant(specification) }
            let index = names.firstIndex(of: specification.name.layer) ?? 0
            var stream = RandomStream(seed: seed, name: "kernel.\(index)")
            return index == names.count - 1
                ? glorotUniform(specification.shape, from: &stream) : heNormal(specification.shape, from: &stream)
        }
    }

    /// A linear map from a student's layer to a teacher's layer or features: a Glorot-uniform kernel, a bias of 0.
    static func projection(_ specification: ParameterSpecification, seed: UInt64) -> [Float] {
        guard specification.name.role == .kernel else { return constant(specification) }
        var stream = RandomStream(seed: seed, name: "projection")
        return glorotUniform(specification.shape, from: &stream)
    }

    private static func constant(_ specification: ParameterSpecification) -> [Float] {
        let isOne = specification.name.role == .gamma || specification.name.role == .movingVariance
        return [Float](repeating: isOne ? 1 : 0, count: specification.count)
    }

    /// The deviation of a standard normal distribution that is cut off at ±2.
    private static let truncatedDeviation = 0.87962566103423978

    /// A He-normal kernel `[inputs, units]`.
    private static func heNormal(_ shape: [Int], from stream: inout RandomStream) -> [Float] {
        let deviation = (2 / Double(shape[0])).squareRoot() / truncatedDeviation
        return (0..<shape[0] * shape[1]).map { _ in Float(stream.truncatedNormal() * deviation) }
    }

    /// A Glorot-uniform kernel `[inputs, units]`.
    private static func glorotUniform(_ shape: [Int], from stream: inout RandomStream) -> [Float] {
        let limit = (6 / Double(shape[0] + shape[1])).squareRoot()
        return (0..<shape[0] * shape[1]).map { _ in Float(stream.uniform(in: -limit...limit)) }
    }
}
