import Graphs

/// The description of one layer of a fully connected network, without weights.
///
/// With `n` rows in a batch, `i` numbers in each row of the input and `u` in each row of the output, it maps `[n, i]` to
/// `[n, u]`.
public enum DenseLayer: Sendable, Equatable {
    /// `activation(x K + b)`, kernel K `[i, u]`, bias b `[u]`.
    case dense(units: Int, activation: Activation)
    /// Normalises every column to mean 0 and variance 1, then scales and shifts it (Ioffe and Szegedy 2015).
    ///
    /// Training uses the mean and the biased variance of the batch, and updates the moving statistics with them:
    /// `moving * momentum + batch * (1 - momentum)`. Afterwards the moving statistics are used. `epsilon` is added to the
    /// variance. As in Keras, a batch of one row has variance 0, so only the shift remains.
    case batchNormalization(momentum: Double, epsilon: Double)
    /// Sets a share `rate` of the numbers to zero in training, and multiplies the others by `1 / (1 - rate)` (Srivastava et al.
    /// 2014).
    ///
    /// After training it does nothing.
    case dropout(rate: Double)
    /// The probabilities of the classes: `softmax(x K + b)`.
    ///
    /// Only the last layer may be a softmax.
    case softmax(classes: Int)

    /// Batch normalisation with Keras' momentum 0.99 and epsilon 0.001.
    public static let batchNormalization = DenseLayer.batchNormalization(momentum: 0.99, epsilon: 1e-3)
}

/// Layers are stored as Keras describes them: softmax is the activation of a dense layer.
extension DenseLayer: Codable {
    private static let softmaxName = "softmax"

    private enum Stored: Codable {
        case dense(units: Int, activation: String)
        case batchNormalization(momentum: Double, epsilon: Double)
        case dropout(rate: Double)
    }

    /// Decodes the value, and checks it.
    public init(from decoder: any Decoder) throws {
        switch try Stored(from: decoder) {
        case .dense(let units, Self.softmaxName): self = .softmax(classes: units)
        case .dense(let units, let name):
            guard let activation = Activation(rawValue: name) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "there is no activation \(name)"))
            }
            self = .dense(units: units, activation: activation)
        case .batchNormalization(let momentum, let epsilon): self = .batchNormalization(momentum: momentum, epsilon: epsilon)
        case .dropout(let rate): self = .dropout(rate: rate)
        }
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        let stored: Stored =
            switch self {
            case .dense(let units, let activation): .dense(units: units, activation: activation.rawValue)
            case .batchNormalization(let momentum, let epsilon): .batchNormalization(momentum: momentum, epsilon: epsilon)
            case .dropout(let rate): .dropout(rate: rate)
            case .softmax(let classes): .dense(units: classes, activation: Self.softmaxName)
            }
        try stored.encode(to: encoder)
    }
}
