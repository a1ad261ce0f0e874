/// A function of one number, applied to every value.
public enum Activation: String, Sendable, Hashable, Codable, CaseIterable {
    /// The value itself.
    case linear
    /// max(0, x).
    case relu
    /// min(max(x, 0), 6) (Krizhevsky 2010).
    case relu6
    /// x for x above 0, exp(x) - 1 below (Clevert, Unterthiner and Hochreiter 2016).
    case elu
    /// x times the probability that a standard normal variable is below x (Hendrycks and Gimpel 2016).
    ///
    /// Computed without approximation.
    case gelu
    /// x / (1 + exp(-x)) (Ramachandran, Zoph and Le 2017).
    case swish
    /// The hyperbolic tangent.
    case tanh
    /// 1 / (1 + exp(-x)).
    case sigmoid
}
