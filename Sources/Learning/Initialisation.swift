import Matrices

/// The weights that training starts from.
///
/// Kernels of hidden layers are He-normal (He et al. 2015): a normal distribution cut off at two deviations and widened
/// so that its deviation is sqrt(2 / inputs). The last kernel is Glorot-uniform (Glorot and Bengio 2010): uniform within
/// ± sqrt(6 / (inputs + units)). Biases, betas and moving means are 0, gammas and moving variances 1.
/// Every kernel is drawn from its own stream, named by its layer.
public enum Initialisation {
    /// Initial parameters of every layer, for rows of `inputs` numbers.
    public static func parameters(
        of architecture: NetworkArchitecture, inputs: Int, seed: UInt64
    ) -> [LayerParameters] {
        var width = inputs
        return architecture.layers.enumerated().map { index, layer in
            switch layer {
            case .dense(let units, _):
                var stream = RandomStream(seed: seed, name: "kernel.\(index)")
                let isLast = index == architecture.layers.count - 1
                let kernel =
                    isLast
                    ? glorotUniform(inputs: width, units: units, from: &stream)
                    : heNormal(inputs: width, units: units, from: &stream)
                width = units
                return .dense(kernel: kernel, bias: [Float](repeating: 0, count: units))
            case .batchNormalization:
                let zeros = [Float](repeating: 0, count: width)
                let ones = [Float](repeating: 1, count: width)
                return .batchNormalization(gamma: ones, beta: zeros, movingMean: zeros, movingVariance: ones)
            case .dropout:
                return .dropout
            }
        }
    }

    /// The projection from a student's layer of `width` to a teacher's of `teacherWidth`: Glorot-uniform, without bias.
    package static func projection(width: Int, teacherWidth: Int, seed: UInt64) -> LayerParameters {
        var stream = RandomStream(seed: seed, name: "projection")
        return .dense(
            kernel: glorotUniform(inputs: width, units: teacherWidth, from: &stream),
            bias: [Float](repeating: 0, count: teacherWidth))
    }

    /// The deviation of a standard normal distribution that is cut off at ±2.
    private static let truncatedDeviation = 0.87962566103423978

    private static func heNormal(inputs: Int, units: Int, from stream: inout RandomStream) -> Matrix {
        let deviation = (2 / Double(inputs)).squareRoot() / truncatedDeviation
        return Matrix(rows: inputs, columns: units) { kernel in
            for index in kernel.indices { kernel[index] = Float(stream.truncatedNormal() * deviation) }
        }
    }

    private static func glorotUniform(inputs: Int, units: Int, from stream: inout RandomStream) -> Matrix {
        let limit = (6 / Double(inputs + units)).squareRoot()
        return Matrix(rows: inputs, columns: units) { kernel in
            for index in kernel.indices { kernel[index] = Float(stream.uniform(in: -limit...limit)) }
        }
    }
}
