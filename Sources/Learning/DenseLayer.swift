/// One layer of a fully connected network, as it is described: no weights.
///
/// Its shapes, with `n` rows in a batch, `i` numbers a row coming in and `u` going out: `[n, i]` to `[n, u]`.
public enum DenseLayer: Codable, Sendable, Equatable {
    /// `activation(x K + b)`, kernel K `[i, u]`, bias b `[u]`.
    case dense(units: Int, activation: Activation)
    /// Normalises every column to mean 0 and variance 1, then scales and shifts it (Ioffe and Szegedy 2015).
    ///
    /// In training by the mean and the biased variance of the batch, which also move the moving statistics:
    /// `moving * momentum + batch * (1 - momentum)`; afterwards by the moving statistics. `epsilon` is added to the
    /// variance. A batch of one row has variance 0 and leaves only the shift, as it does in Keras.
    case batchNormalization(momentum: Double, epsilon: Double)
    /// In training sets a share `rate` of the numbers to zero and multiplies the others by `1 / (1 - rate)`
    /// (Srivastava et al. 2014); afterwards does nothing.
    case dropout(rate: Double)

    /// Batch normalisation with Keras' momentum 0.99 and epsilon 0.001.
    public static let batchNormalization = DenseLayer.batchNormalization(momentum: 0.99, epsilon: 1e-3)
}
